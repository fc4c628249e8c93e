declare module 'virtual:possible-types' {
  /** The types each interface and union of the contract stands for. */
  export const possibleTypes: Record<string, string[]>;
}
