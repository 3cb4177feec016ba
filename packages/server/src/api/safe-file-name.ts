/** A name that every file system takes. */
const MAX_FILE_NAME = 100;

/** A name for a file made of what strangers named: letters, digits, `_`, `-` and dots inside, whatever the parts hold. */
export function safeFileName(parts: readonly string[], extension: string): string {
  const name = parts
    .map((part) => part.replace(/[^\w.-]+/g, '-'))
    .join('-')
    .replace(/-{2,}/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, MAX_FILE_NAME);
  return `${name === '' ? 'profile' : name}${extension}`;
}
