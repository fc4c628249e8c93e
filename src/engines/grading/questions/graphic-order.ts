import { ids } from './choices.js';
import { defineKind } from './define-kind.js';
import { hotspots, inspectHotspots, picture, type Hotspot, type Picture } from './picture.js';
import { faultIf, idsOf } from './problems.js';
import { checkOrder, inspectOrder, judgeOrder } from './sequence.js';
import { id, kindOf, list, record } from './shape.js';

export interface GraphicOrderBody {
  readonly kind: 'graphic_order';
  readonly picture: Picture;
  /** At least 2. */
  readonly hotspots: readonly Hotspot[];
}

export interface GraphicOrderKey {
  readonly kind: 'graphic_order';
  /** All hotspots, first to last. */
  readonly correct: readonly string[];
}

export interface GraphicOrderResponse {
  readonly kind: 'graphic_order';
  /** First to last; what is not placed is missing. */
  readonly order: readonly string[];
}

/** Places on a picture brought into an order, judged as `order` is. */
export const graphicOrder = defineKind<GraphicOrderBody, GraphicOrderKey, GraphicOrderResponse>({
  name: 'graphic_order',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<GraphicOrderBody>({ kind: kindOf('graphic_order'), picture, hotspots }),
  key: record<GraphicOrderKey>({ kind: kindOf('graphic_order'), correct: ids }),
  response: record<GraphicOrderResponse>({ kind: kindOf('graphic_order'), order: list(id) }),
  inspect: (body, { correct }) => [
    ...faultIf(body.hotspots.length < 2, 'TOO_FEW', 'body.hotspots'),
    ...inspectHotspots(body.hotspots, body.picture, 'body.hotspots'),
    ...inspectOrder(idsOf(body.hotspots), correct),
  ],
  check: (body, { order }) => checkOrder(idsOf(body.hotspots), order),
  normalise: (_, response) => (response.order.length === 0 ? null : response),
  judge: (_, { correct }, { order }) => judgeOrder(correct, order),
  solution: (_, { kind, correct }) => ({ kind, order: correct }),
});
