import { globsConflict } from '../../core/globs-conflict.ts';
import { protections } from './protections.ts';

const binary =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|pdf|zip|gz|tgz|bz2|xz|zst|7z|rar|tar|[jwe]ar|class|so|dll|dylib|exe|msi|bin|o|a|lib|wasm|py[cod]|whl|egg|woff2?|ttf|otf|eot|mp[34]|mov|avi|webm|wav|flac|pkl|pickle|np[yz]|h5|pt|onnx|rpm|deb|dmg|iso)$/;

/**
 * Why no fix may touch this file, as `belongs to the tests`; null: it is not protected. `globs` are those of
 * the repository itself; one that names a folder protects what is below, and one that cannot be read all.
 */
export function protectionOf(path: string, globs: readonly string[] = []): string | null {
  const names = path.normalize('NFKC').toLowerCase().split('/');
  for (const { what, folders, files } of protections) {
    if (files?.test(names.at(-1) ?? '')) return what;
    if (names.some((name) => folders?.test(name))) return what;
  }
  if (binary.test(names.at(-1) ?? '')) return 'is no text';
  return ownProtection(path, globs);
}

/** The same for the globs of the repository alone. */
export function ownProtection(path: string, globs: readonly string[]): string | null {
  const literal = literalGlob(path.normalize('NFKC').toLowerCase());
  const hit = globs.find((glob) => {
    const folded = glob.toLowerCase();
    return globsConflict(folded, literal) || globsConflict(`${folded}/**`, literal);
  });
  return hit === undefined ? null : `is protected by this repository (\`${hit}\`)`;
}

/** A glob that matches this path and no other. */
export function literalGlob(path: string): string {
  return path.replace(/[*?[\]{}\\!@+(),]/g, (char) => `\\${char}`);
}
