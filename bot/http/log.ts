/** One line for machines. Never answers, free text or names. */
export type Log = (entry: Readonly<Record<string, unknown>>) => void;

/** Writes each entry as a line of JSON on stdout. */
export const logToStdout: Log = (entry) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
};

/**
 * What may be logged of an error: its class and where it was thrown. Not its message, which may quote what a person
 * wrote.
 */
export function describeError(error: unknown): { error: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 5);
  return { error: error.name, at: frames };
}
