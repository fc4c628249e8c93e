import { writeFile } from 'node:fs/promises';

import { createRandom } from './random.js';

/** A recording of nobody: real ones stay outside the repository. */
export async function writeRecording(
  file: string,
  { learners, answers, seed }: { learners: number; answers: number; seed: number },
): Promise<void> {
  const random = createRandom(seed);
  const rows = ['student,seq,item,kcs,correct'];
  for (let student = 1; student <= learners; student += 1) {
    for (let seq = 0; seq < answers; seq += 1) {
      const item = Math.floor(random() * 200);
      const skills = item % 7 === 0 ? `k${item % 12};k${(item + 5) % 12}` : `k${item % 12}`;
      rows.push(`s${student},${seq},i${item},${skills},${random() < 0.7 ? 1 : 0}`);
    }
  }
  await writeFile(file, `${rows.join('\n')}\n`);
}
