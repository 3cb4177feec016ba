/** Colours of the page's theme by the names of their tokens, for a canvas, which cannot read `light-dark()` by itself. */
export function readColours<Token extends string>(tokens: readonly Token[]): Readonly<Record<Token, string>> {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const colours = tokens.map((token) => {
    probe.style.color = `var(--${token})`;
    return [token, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(colours) as Record<Token, string>;
}
