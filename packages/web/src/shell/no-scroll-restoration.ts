/**
 * Stands for the router's own module of that name (`no-scroll-restoration.ts` of this package puts it there): pages fill the window and
 * never scroll it, so there is nothing to restore.
 */
export const setupScrollRestoration = (): void => undefined;
export const getElementScrollRestorationEntry = (): undefined => undefined;
export const defaultGetScrollRestorationKey = ({ href }: { readonly href: string }): string => href;
export const storageKey = '';
