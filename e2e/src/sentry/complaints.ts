/** The SDKs run with their debug output on: their loggers mark what they complain about. */
const complaint =
  /^\[Sentry\]|Sentry Logger \[(?:warn|error)\]|\[sentry\] (?:WARNING|ERROR|CRITICAL)|console\.(?:warning|error)\(|^pageerror|^Error|Traceback|\bECONN|[Rr]ate.?limit|Could not|dropped|discarded/;

/** Lines of a client's output that a user would have to look after. */
export const complaintsOf = (output: string): readonly string[] =>
  output.split('\n').filter((line) => complaint.test(line) && !line.startsWith('TOLD '));
