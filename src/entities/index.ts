import {
  AnswerKey,
  Course,
  CourseVersion,
  Hint,
  Lesson,
  LessonObjective,
  Module,
  Problem,
  Skill,
  SkillParameters,
  Step,
  StepSkill,
} from './courses.js';
import { Enrollment, LessonProgress } from './enrollments.js';
import { Job } from './jobs.js';
import { LearningEvent, Stream, StreamItem } from './live.js';
import { ApiKey, GuardianLink, School, Session, User } from './people.js';
import { Attempt, HintRequest, MasteryState, Recommendation, Response } from './practice.js';

/** Every table of the product, written out. */
export const entities = [
  School,
  User,
  Session,
  ApiKey,
  GuardianLink,
  Course,
  CourseVersion,
  Module,
  Lesson,
  Problem,
  Step,
  Hint,
  AnswerKey,
  Skill,
  SkillParameters,
  StepSkill,
  LessonObjective,
  Enrollment,
  LessonProgress,
  Attempt,
  Response,
  HintRequest,
  MasteryState,
  Recommendation,
  Stream,
  StreamItem,
  LearningEvent,
  Job,
] as const;
