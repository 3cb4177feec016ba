/** Comes once the page is read to its end and its sheets are there: the script of the page waits for neither. */
export async function whenPageIsWhole(): Promise<void> {
  if (document.readyState === 'loading') await once(document, ['DOMContentLoaded']);
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  // A page without its sheet is better than none.
  const missing = [...links].filter(({ sheet }) => sheet === null);
  await Promise.all(missing.map((link) => once(link, ['load', 'error'])));
}

const once = (target: EventTarget, names: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    for (const name of names) target.addEventListener(name, () => resolve(), { once: true });
  });
