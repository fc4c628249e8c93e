export { randomFrom, type Random } from './random.js';
export { draw, shuffle, shuffleAround } from './sampling.js';
export {
  linearSelector,
  randomSelector,
  type Asked,
  type Candidate,
  type ItemSelector,
  type Selection,
  type SelectionReason,
} from './selectors.js';
export {
  drawVariables,
  inspectVariables,
  substitute,
  type ListVariable,
  type RangeVariable,
  type VariableProblem,
  type Variables,
  type VariableValues,
} from './variables.js';
