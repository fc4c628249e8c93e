import type {
  CourseContent,
  HintContent,
  StepContent,
} from '../../services/courses/course-content.js';

/** What `CourseContent` promises and its types cannot: one line for each promise that is broken. */
export function findFaults(course: CourseContent): string[] {
  const lessons = course.modules.flatMap((module) => module.lessons);
  const problems = lessons.flatMap((lesson) => lesson.problems);
  const steps = problems.flatMap((problem) => problem.steps);
  const skills = new Set(course.skills.map((skill) => skill.key));
  return [
    ...findTwins('skill', course.skills),
    ...findTwins('module', course.modules),
    ...findTwins('lesson', lessons),
    ...findTwins('problem', problems),
    ...findTwins('step', steps),
    ...[course.modules, ...course.modules.map((module) => module.lessons)].flatMap(findMisplaced),
    ...[
      ...lessons.map((lesson) => lesson.problems),
      ...problems.map((problem) => problem.steps),
    ].flatMap(findMisplaced),
    ...lessons.flatMap((lesson) =>
      findUnknown(
        lesson.key,
        lesson.objectives.map((objective) => objective.skillKey),
        skills,
      ),
    ),
    ...problems
      .filter((problem) => problem.steps.length === 0)
      .map(({ key }) => `${key} has no step`),
    ...steps.flatMap((step) => [
      ...findUnknown(step.key, step.skills, skills),
      ...findAnswerFaults(step.key, step.kind, step),
      ...findHintFaults(step),
    ]),
  ];
}

function findTwins(what: string, items: readonly { key: string }[]): string[] {
  const seen = new Set<string>();
  return items.flatMap(({ key }) => {
    if (seen.has(key)) return [`the ${what} ${key} stands twice`];
    seen.add(key);
    return [];
  });
}

function findMisplaced(items: readonly { key: string; position: number }[]): string[] {
  return items.flatMap(({ key, position }, index) =>
    position === index ? [] : [`${key} stands at ${index} and says ${position}`],
  );
}

function findUnknown(key: string, named: readonly string[], known: ReadonlySet<string>): string[] {
  return named.filter((name) => !known.has(name)).map((name) => `${key} names the unknown ${name}`);
}

function findAnswerFaults(
  key: string,
  kind: string | undefined,
  { choices, answers }: { choices: readonly string[]; answers: readonly string[] },
): string[] {
  if (kind === undefined) return choices.length + answers.length > 0 ? [`${key} asks nothing`] : [];
  const faults = answers.length === 0 ? [`${key} has no answer`] : [];
  if (kind !== 'CHOICE')
    return choices.length > 0 ? [...faults, `${key} has no use for choices`] : faults;
  if (new Set(choices).size < choices.length) faults.push(`${key} has a choice twice`);
  if (choices.length < 2) faults.push(`${key} has nothing to choose from`);
  if (answers.some((answer) => !choices.includes(answer))) faults.push(`${key} lacks its answer`);
  return faults;
}

function findHintFaults({ key, hints }: StepContent): string[] {
  const given = new Map<string, HintContent>();
  const faults = [...findTwins(`hint of ${key}`, hints), ...findMisplaced(hints)];
  for (const hint of hints) {
    if ((hint.kind === 'SCAFFOLD') !== (hint.answerKind !== undefined)) {
      faults.push(`${hint.key} is a scaffold without a question or a hint with one`);
    }
    if (hint.parentKey !== undefined && given.get(hint.parentKey)?.parentKey !== undefined) {
      faults.push(`${hint.key} is below a sub-hint`);
    }
    const before =
      hint.parentKey === undefined ? hint.dependsOn : [...hint.dependsOn, hint.parentKey];
    for (const name of before) {
      if (!given.has(name)) faults.push(`${hint.key} comes before ${name}`);
    }
    faults.push(...findAnswerFaults(hint.key, hint.answerKind, hint));
    given.set(hint.key, hint);
  }
  return faults;
}
