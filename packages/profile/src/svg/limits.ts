/** Width of the picture: fits a page of documentation and a laptop's screen. */
export const SVG_WIDTH = 1200;
export const SVG_ROW_HEIGHT = 18;
/** Narrower boxes cannot be seen. */
export const MIN_SVG_BOX_WIDTH = 0.3;
/** 215 bytes a box: a file of about 4 MB. Of more the widest are drawn. */
export const MAX_SVG_BOXES = 20_000;
/** Longer names are cut, in what a pointer shows as well. */
export const MAX_SVG_NAME_LENGTH = 500;
