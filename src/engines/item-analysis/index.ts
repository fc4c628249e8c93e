export { analyseItems } from './analyse-items.js';
export { itemAnalysisEngine, MINIMUM_SAMPLE } from './parameters.js';
export type {
  Absence,
  AnalysedItem,
  AnalysisOptions,
  ItemAnalysis,
  OptionAnalysis,
  ResponseMatrix,
  ResponseRow,
  Statistic,
  TestAnalysis,
  WrongKeySign,
} from './types.js';
