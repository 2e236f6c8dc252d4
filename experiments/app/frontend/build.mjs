// Builds everything that the browser is served into ../static: our own bundle and style sheet, and the front end of
// solara (Vue, Vuetify, the widget manager, require.js, one icon font), so that no page asks another machine.
// `npm install && npm run build`, or `python -m experiments.app.build`.

import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const STATIC = '../static';
const SOLARA = '@widgetti/solara-vuetify-app';
const AXE = '../../../tests/browser/axe.min.js';

const packages = JSON.parse(await readFile('package.json', 'utf8')).devDependencies;

async function copy(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** The style sheet of the icons, with the icon font alone: text is set in the system's own font. */
function iconsOnly(css) {
  let font = '';
  const kept = css.replace(/@font-face\s*\{[^}]*\}/g, (face) => {
    if (!face.includes('Material Design Icons')) return '';
    font = face.match(/url\(["']?([0-9a-f]+\.woff2)[^)]*\)/)[1];
    return `@font-face{font-family:"Material Design Icons";src:url(${font}) format("woff2");font-display:block}`;
  });
  return { css: kept, font };
}

async function solaraFrontEnd() {
  const from = join('node_modules', SOLARA, 'dist');
  const to = join(STATIC, 'cdn', `${SOLARA}@${packages[SOLARA]}`, 'dist');
  for (const name of ['solara-vuetify-app8.min.js', 'main8.css']) await copy(join(from, name), join(to, name));
  const icons = iconsOnly(await readFile(join(from, 'fonts.css'), 'utf8'));
  await writeFile(join(to, 'fonts.css'), icons.css);
  await copy(join(from, icons.font), join(to, icons.font));
  await copy('node_modules/requirejs/require.js', join(STATIC, 'cdn', `requirejs@${packages.requirejs}`, 'require.js'));
}

async function licences() {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')).packages;
  const served = Object.entries(lock).filter(
    ([path, item]) => path && !/esbuild|axe-core|@biomejs/.test(path) && !item.optional,
  );
  const rows = served.map(
    ([path, item]) => `${path.replace(/^.*node_modules\//, '')} ${item.version}  ${item.license ?? ''}`,
  );
  const head = 'Versions and licences of what is built into this folder (from npm, see ../frontend/package.json):\n\n';
  const notes = await readFile(join('node_modules', SOLARA, 'dist', 'solara-vuetify-app8.min.js.LICENSE.txt'), 'utf8');
  await writeFile(join(STATIC, 'LICENCES.txt'), `${head}${rows.sort().join('\n')}\n\n${notes}`);
}

await rm(STATIC, { recursive: true, force: true });
await build({
  entryPoints: { app: 'src/index.js', custom: 'src/style.css' },
  outdir: STATIC,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
});
await copy('src/custom.js', join(STATIC, 'custom.js'));
await copy('src/favicon.svg', join(STATIC, 'favicon.svg'));
await copy('src/favicon.png', join(STATIC, 'favicon.png'));
await solaraFrontEnd();
await licences();
await copy('node_modules/axe-core/axe.min.js', AXE);
