import { content } from './choices.js';
import { area, inspectArea, type Area, type Frame } from './geometry.js';
import { duplicates, idsOf } from './problems.js';
import { id, list, number, optional, record, text, type Shape } from './shape.js';
import type { Problem } from './types.js';

/** A picture by its file, with the size that coordinates are measured in. */
export interface Picture extends Frame {
  readonly fileId: string;
  /** Pixels, above 0. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it. */
  readonly description?: string;
}

/** A place on a picture. */
export interface Hotspot {
  readonly id: string;
  readonly area: Area;
  /** What is there, for those who cannot see it. */
  readonly label?: string;
}

const pixels = number({ min: 1, max: 100_000 });

export const picture: Shape<Picture> = record<Picture>({
  fileId: text({ max: 200 }),
  width: pixels,
  height: pixels,
  description: optional(content),
});

export const hotspotFields = { id, area, label: optional(content) };

export const hotspots: Shape<readonly Hotspot[]> = list(record<Hotspot>(hotspotFields), { min: 1 });

export function inspectHotspots(spots: readonly Hotspot[], frame: Frame, path: string): Problem[] {
  return [
    ...duplicates(idsOf(spots), (i) => `${path}[${i}].id`),
    ...spots.flatMap((spot, i) => inspectArea(spot.area, frame, `${path}[${i}].area`)),
  ];
}
