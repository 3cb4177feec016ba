/**
 * Colours of the page's theme by the names of their tokens, for a canvas, which cannot read `light-dark()` by itself. One element for
 * each, all at once: the page is then styled once, and not once for each of them.
 */
export function readColours<Token extends string>(tokens: readonly Token[]): Readonly<Record<Token, string>> {
  const probes = document.createElement('div');
  // Neither seen nor in anybody's way; an element that is not displayed at all would be styled by itself each time.
  Object.assign(probes.style, { position: 'absolute', visibility: 'hidden' });
  // Where the system forces its few colours on the page every token would come out alike, and a canvas as one white block.
  probes.style.setProperty('forced-color-adjust', 'none');
  const named = [...new Set(tokens)].map((token) => {
    const probe = document.createElement('i');
    probe.style.color = `var(--${token})`;
    probes.append(probe);
    return [token, probe] as const;
  });
  document.body.append(probes);
  const colours = named.map(([token, probe]) => [token, getComputedStyle(probe).color] as const);
  probes.remove();
  return Object.fromEntries(colours) as Record<Token, string>;
}
