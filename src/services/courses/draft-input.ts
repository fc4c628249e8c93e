import { z } from 'zod';

import type {
  ContentData,
  DraftLessonData,
  DraftModuleData,
  ReleaseRule,
} from '../../entities/courses.js';
import { RequestError } from '../../errors/index.js';
import { parseInput } from '../people/input.js';
import { durationInput, keyInput, levelInput, textInput, titleInput } from './course-facts.js';
import { renderMarkdown } from './markdown.js';

const share = z.number().min(0, 'From 0 to 1.').max(1, 'From 0 to 1.');

const urlInput = z
  .url({ protocol: /^https?$/, error: 'This is not a URL of http or https.' })
  .max(2_000, 'A URL has at most 2,000 characters.');

const ruleInput = z.object({
  inOrder: z.boolean().default(false),
  unlockAt: z.date().nullable().default(null),
  minimumProgress: z
    .array(z.object({ lessonKey: keyInput, fraction: share }))
    .max(20, 'At most 20.')
    .default([]),
  minimumMastery: z
    .array(z.object({ skillKey: z.string(), probability: share }))
    .max(20, 'At most 20.')
    .default([]),
});

const contentInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), title: titleInput, markdown: textInput(50_000) }),
  z.object({
    kind: z.literal('video'),
    title: titleInput,
    url: urlInput,
    duration: durationInput.nullable().default(null),
    transcript: textInput(100_000).nullable().default(null),
    captions: z
      .array(
        z.object({
          language: z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'Not a BCP 47 tag.'),
          url: urlInput,
        }),
      )
      .max(50, 'At most 50.')
      .default([]),
  }),
  z.object({ kind: z.literal('interactive'), title: titleInput, url: urlInput }),
  z.object({
    kind: z.literal('document'),
    title: titleInput,
    url: urlInput,
    mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,80}$/, 'This is not a media type.'),
  }),
]);

const shared = {
  key: keyInput,
  title: titleInput,
  difficulty: levelInput.nullable().default(null),
  estimatedDuration: durationInput.nullable().default(null),
  release: ruleInput.prefault({}),
};

const draftInput = z.object({
  modules: z
    .array(
      z.object({
        ...shared,
        requires: z.array(keyInput).max(20, 'At most 20.').default([]),
        lessons: z
          .array(
            z.object({
              ...shared,
              topic: textInput(500).default(''),
              contents: z.array(contentInput).max(50, 'At most 50.').default([]),
            }),
          )
          .max(200, 'A module has at most 200 lessons.')
          .default([]),
      }),
    )
    .max(200, 'A course has at most 200 modules.'),
});

export type DraftInput = z.input<typeof draftInput>;
type ParsedRule = z.output<typeof ruleInput>;

/**
 * Reads a draft: Markdown is rendered, keys are looked up. Throws BAD_USER_INPUT, naming the field,
 * for a key that is doubled or not there, and for a rule that looks at its own or a later lesson.
 */
export function readDraft(
  input: DraftInput,
  skillIds: ReadonlyMap<string, string>,
): DraftModuleData[] {
  const { modules } = parseInput(draftInput, input);
  const moduleKeys = new Set<string>();
  const lessonKeys = new Set<string>();
  for (const [index, module] of modules.entries()) {
    addKey(moduleKeys, module.key, `modules.${String(index)}.key`);
  }

  /** With the lessons that stand before the place of the rule. */
  const ruleOf = (rule: ParsedRule, place: string): ReleaseRule => ({
    inOrder: rule.inOrder,
    unlockAt: rule.unlockAt?.toISOString() ?? null,
    minimumProgress: rule.minimumProgress.map((minimum, at) => {
      if (!lessonKeys.has(minimum.lessonKey)) {
        const field = `${place}.release.minimumProgress.${String(at)}.lessonKey`;
        throw RequestError.badInput(field, 'No lesson before this has the key.');
      }
      return minimum;
    }),
    minimumMastery: rule.minimumMastery.map(({ skillKey, probability }, at) => {
      const skillId = skillIds.get(skillKey);
      if (skillId === undefined) {
        const field = `${place}.release.minimumMastery.${String(at)}.skillKey`;
        throw RequestError.badInput(field, 'No skill of this course has the key.');
      }
      return { skillKey, skillId, probability };
    }),
  });

  return modules.map((module, index): DraftModuleData => {
    const place = `modules.${String(index)}`;
    module.requires.forEach((key, at) => {
      if (moduleKeys.has(key)) return;
      throw RequestError.badInput(`${place}.requires.${String(at)}`, 'No module has this key.');
    });
    const release = ruleOf(module.release, place);
    const lessons = module.lessons.map((lesson, at): DraftLessonData => {
      const inside = `${place}.lessons.${String(at)}`;
      const ofLesson = ruleOf(lesson.release, inside);
      addKey(lessonKeys, lesson.key, `${inside}.key`);
      const contents = lesson.contents.map((content): ContentData =>
        content.kind === 'text' ? { ...content, ...renderMarkdown(content.markdown) } : content,
      );
      return { ...lesson, release: ofLesson, contents };
    });
    return { ...module, requires: [...new Set(module.requires)].sort(), release, lessons };
  });
}

function addKey(keys: Set<string>, key: string, field: string): void {
  if (keys.has(key)) throw RequestError.badInput(field, 'This key is there already.');
  keys.add(key);
}
