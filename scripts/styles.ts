import { join } from 'node:path';
import { compile } from 'sass';

/** Compiles the pages' style sheet: the parts of the U.S. Web Design System that they use, and our own rules over them. */
export function compileStyles(root: string, file: string): Buffer {
  const { css } = compile(file, {
    loadPaths: [join(root, 'node_modules', '@uswds', 'uswds', 'packages')],
    style: 'compressed',
    // What the design system's own code is warned about is not ours to mend.
    quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'if-function'],
  });
  return Buffer.from(css);
}
