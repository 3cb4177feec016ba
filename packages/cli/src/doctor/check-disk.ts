import { statfs } from 'node:fs/promises';
import { sizeText } from '../output/size-text.ts';
import { type CheckResult, fail, ok, warn } from './check.ts';
import { nearestDirectory } from './nearest-directory.ts';

/** Below this many floors a merge of the engine may reach the floor by itself. */
const comfortableFloors = 3;

/** Free space where the data lies, against the floor below which uploads are refused; and whether a budget fits on the disk. */
export async function checkDisk(path: string, floorBytes: number, budgetBytes?: number): Promise<CheckResult> {
  const stats = await statfs(await nearestDirectory(path));
  const freeBytes = stats.bavail * stats.bsize;
  const text = `${sizeText(freeBytes)} free, the floor is ${sizeText(floorBytes)}`;
  const wholeBytes = stats.blocks * stats.bsize;
  if (budgetBytes !== undefined && budgetBytes + floorBytes > wholeBytes) {
    return warn(
      `the disk budget (${sizeText(budgetBytes)}) and the floor are more than the disk (${sizeText(wholeBytes)})`,
    );
  }
  if (freeBytes < floorBytes) return fail(`${text}: uploads would be answered 503`);
  return freeBytes < floorBytes * comfortableFloors ? warn(text) : ok(text);
}
