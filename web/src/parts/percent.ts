/** 0.347 → "35 %". */
export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** 1 → "1 answer", 2 → "2 answers". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
