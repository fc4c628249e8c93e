export {
  createAdmission,
  type Admission,
  type AdmissionOptions,
  type AdmissionRequest,
  type Admitted,
  type Refused,
} from './admission.js';
export { type CostHint } from './cost.js';
export { defaultLimits, type Limits } from './limits.js';
