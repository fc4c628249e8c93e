import {
  Extensions,
  Field,
  Float,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

// What bodies of questions and answers to them are made of. `identifier` is the author's name for a
// choice, a gap or a spot; it is no global id, and means something within its question alone.

export enum AreaShape {
  CIRCLE = 'circle',
  RECTANGLE = 'rect',
  ELLIPSE = 'ellipse',
  POLYGON = 'poly',
}

registerEnumType(AreaShape, {
  name: 'AreaShape',
  description: 'The shape of an area of a picture.',
  valuesConfig: {
    CIRCLE: { description: '`x` and `y` are its centre; it has a `radius`.' },
    RECTANGLE: { description: '`x` and `y` are its upper left corner.' },
    ELLIPSE: { description: '`x` and `y` are its centre; it has `radiusX` and `radiusY`.' },
    POLYGON: { description: 'Its corners are `points`; it closes by itself.' },
  },
});

export enum DecimalMark {
  POINT = 'point',
  COMMA = 'comma',
  EITHER = 'either',
}

registerEnumType(DecimalMark, {
  name: 'DecimalMark',
  description: 'Which mark stands before decimals.',
  valuesConfig: {
    POINT: { description: 'A point, as in 1.5.' },
    COMMA: { description: 'A comma, as in 1,5.' },
    EITHER: { description: 'Whichever the number can only be read with.' },
  },
});

export enum TextFormat {
  PLAIN = 'plain',
  MARKDOWN = 'markdown',
}

registerEnumType(TextFormat, {
  name: 'TextFormat',
  description: 'How a longer text is written.',
  valuesConfig: {
    PLAIN: { description: 'As it stands.' },
    MARKDOWN: { description: 'In Markdown.' },
  },
});

const IDENTIFIER = { name: 'identifier', simple: false } as const;

@Extensions({ protected: true })
@ObjectType({
  description: 'Something to choose, order, pair or put into place.',
  simpleResolvers: true,
})
export class QuestionChoice {
  @Field(() => String, { ...IDENTIFIER, description: 'Its name in this question.' })
  readonly id!: string;

  @Field(() => String, { description: 'What is shown: text, or Markdown with LaTeX.' })
  readonly content!: string;

  @Field(() => Int, { nullable: true, description: 'In how many pairs it may be; null for any.' })
  readonly maxMatches?: number;

  @Field(() => Int, { nullable: true, description: 'How many gaps it may fill; null for any.' })
  readonly maxUses?: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A gap that the prompt refers to.', simpleResolvers: true })
export class QuestionGap {
  @Field(() => String, { ...IDENTIFIER, description: 'Its name in this question.' })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is called for those who cannot see it.',
  })
  readonly label?: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A menu that the prompt refers to.', simpleResolvers: true })
export class QuestionMenu {
  @Field(() => String, { ...IDENTIFIER, description: 'Its name in this question.' })
  readonly id!: string;

  @Field(() => [QuestionChoice], { description: 'What it offers.' })
  readonly choices!: QuestionChoice[];
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A place on a picture, in its pixels from the upper left corner.',
  simpleResolvers: true,
})
export class Point {
  @Field(() => Float, { description: 'To the right.' })
  readonly x!: number;

  @Field(() => Float, { description: 'Down.' })
  readonly y!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A part of a picture, in its pixels.', simpleResolvers: true })
export class PictureArea {
  @Field(() => AreaShape, { name: 'shape', simple: false, description: 'Its shape.' })
  readonly type!: AreaShape;

  @Field(() => Float, { nullable: true, description: 'To the right.' })
  readonly x?: number;

  @Field(() => Float, { nullable: true, description: 'Down.' })
  readonly y?: number;

  @Field(() => Float, { nullable: true, description: 'Of a rectangle.' })
  readonly width?: number;

  @Field(() => Float, { nullable: true, description: 'Of a rectangle.' })
  readonly height?: number;

  @Field(() => Float, { nullable: true, description: 'Of a circle.' })
  readonly radius?: number;

  @Field(() => Float, { nullable: true, description: 'Of an ellipse, to the sides.' })
  readonly radiusX?: number;

  @Field(() => Float, { nullable: true, description: 'Of an ellipse, up and down.' })
  readonly radiusY?: number;

  @Field(() => [Point], { nullable: true, description: 'Corners of a polygon.' })
  readonly points?: Point[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'A picture that is asked about.', simpleResolvers: true })
export class QuestionPicture {
  @Field(() => String, { description: 'Where the picture is kept.' })
  readonly fileId!: string;

  @Field(() => Float, { description: 'In pixels.' })
  readonly width!: number;

  @Field(() => Float, { description: 'In pixels.' })
  readonly height!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What it shows, for those who cannot see it.',
  })
  readonly description?: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A spot of a picture.', simpleResolvers: true })
export class QuestionHotspot {
  @Field(() => String, { ...IDENTIFIER, description: 'Its name in this question.' })
  readonly id!: string;

  @Field(() => PictureArea, { description: 'Where it is.' })
  readonly area!: PictureArea;

  @Field(() => String, {
    nullable: true,
    description: 'What is there, for those who cannot see it.',
  })
  readonly label?: string;

  @Field(() => Int, { nullable: true, description: 'In how many pairs it may be; null for any.' })
  readonly maxMatches?: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'A piece of a text in which something is chosen.',
  simpleResolvers: true,
})
export class TextRun {
  @Field(() => String, { description: 'The words.' })
  readonly text!: string;

  @Field(() => String, {
    ...IDENTIFIER,
    nullable: true,
    description: 'Its name, when it may be chosen.',
  })
  readonly id?: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A source and a target that belong together.', simpleResolvers: true })
export class MatchPair {
  @Field(() => String, { description: 'The identifier of a source.' })
  readonly source!: string;

  @Field(() => String, { description: 'The identifier of a target.' })
  readonly target!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'Two choices or spots that belong together.', simpleResolvers: true })
export class AssociatedPair {
  @Field(() => String, { description: 'The identifier of the one.' })
  readonly first!: string;

  @Field(() => String, { description: 'The identifier of the other.' })
  readonly second!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'What was put into a gap or a menu.', simpleResolvers: true })
export class FilledGap {
  @Field(() => String, { description: 'The identifier of the gap.' })
  readonly gap!: string;

  @Field(() => String, { description: 'The identifier of the choice.' })
  readonly choice!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A file that was handed in.', simpleResolvers: true })
export class FileReference {
  @Field(() => String, { description: 'Where it is kept.' })
  readonly fileId!: string;

  @Field(() => String, { description: 'As the learner named it.' })
  readonly name!: string;

  @Field(() => String, { description: 'Such as `image/png`.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'Its size.' })
  readonly bytes!: number;

  @Field(() => String, { description: 'SHA-256 of its bytes, in lower-case hexadecimal.' })
  readonly sha256!: string;

  @Field(() => Float, { nullable: true, description: 'How long a recording is.' })
  readonly seconds?: number;
}

@InputType({ description: 'A source and a target that belong together.' })
export class MatchPairInput {
  @Field(() => String, { description: 'The identifier of a source.' })
  readonly source!: string;

  @Field(() => String, { description: 'The identifier of a target.' })
  readonly target!: string;
}

@InputType({ description: 'Two choices or spots that belong together.' })
export class AssociatedPairInput {
  @Field(() => String, { description: 'The identifier of the one.' })
  readonly first!: string;

  @Field(() => String, { description: 'The identifier of the other.' })
  readonly second!: string;
}

@InputType({ description: 'What is put into a gap or a menu.' })
export class FilledGapInput {
  @Field(() => String, { description: 'The identifier of the gap.' })
  readonly gap!: string;

  @Field(() => String, { description: 'The identifier of the choice.' })
  readonly choice!: string;
}

@InputType({ description: 'A place on a picture, in its pixels from the upper left corner.' })
export class PointInput {
  @Field(() => Float, { description: 'To the right.' })
  readonly x!: number;

  @Field(() => Float, { description: 'Down.' })
  readonly y!: number;
}

@InputType({ description: 'A file that is handed in.' })
export class FileReferenceInput {
  @Field(() => String, { description: 'Where it is kept.' })
  readonly fileId!: string;

  @Field(() => String, { description: 'Its name: no slash, no control characters.' })
  readonly name!: string;

  @Field(() => String, { description: 'Such as `image/png`.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'Its size.' })
  readonly bytes!: number;

  @Field(() => String, { description: 'SHA-256 of its bytes, in lower-case hexadecimal.' })
  readonly sha256!: string;

  @Field(() => Float, { nullable: true, description: 'How long a recording is; for MEDIA alone.' })
  readonly seconds?: number | null;
}

/** Names of the object types above, for the permission table. */
export const questionPartTypes = [
  QuestionChoice,
  QuestionGap,
  QuestionMenu,
  Point,
  PictureArea,
  QuestionPicture,
  QuestionHotspot,
  TextRun,
  MatchPair,
  AssociatedPair,
  FilledGap,
  FileReference,
].map(({ name }) => name);
