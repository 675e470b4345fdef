// Builds each page by itself, so that a viewer, who sees one page, fetches one script and one style sheet and nothing that
// pages share, and compresses what it has built. Fails when the first load of a page, compressed, outgrows what a phone on a slow line can be asked to
// fetch.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

/** Kilobytes, compressed: HTML, script and styles that a page fetches before it is usable. */
const budgets = {
    'index.html': 26.5,
    'room.html': 55,
    'desk.html': 70,
    'stage.html': 49,
    'overlay.html': 30,
    'host.html': 60,
    'join.html': 27,
    'sign-in.html': 28,
};

const compressed = (content) => gzipSync(content).length / 1024;

/** What is fetched before the page is usable: its HTML, its entry, and what that imports at once. */
function firstLoad(output) {
    const named = new Map(output.map((file) => [file.fileName, file]));
    const files = new Set(output.filter(({ fileName }) => fileName.endsWith('.html')));
    const take = (chunk) => {
        if (chunk === undefined || files.has(chunk)) {
            return;
        }
        files.add(chunk);
        for (const sheet of chunk.viteMetadata?.importedCss ?? []) {
            take(named.get(sheet));
        }
        for (const imported of chunk.imports ?? []) {
            take(named.get(imported));
        }
    };
    output.filter(({ isEntry }) => isEntry).forEach(take);
    return [...files];
}

let exceeded = false;
await rm('dist', { recursive: true, force: true });
for (const [page, budget] of Object.entries(budgets)) {
    const { output } = await build({
        logLevel: 'warn',
        build: { rolldownOptions: { input: page }, emptyOutDir: false },
    });
    const files = firstLoad(output);
    const kilobytes = files.reduce((sum, file) => sum + compressed(file.code ?? file.source), 0);
    const over = kilobytes > budget;
    exceeded ||= over;
    console.log(
        `${over ? 'OVER' : 'ok  '} ${page.padEnd(14)}${kilobytes.toFixed(1).padStart(6)} KB of ${budget} KB gzip in ${files.length} files`,
    );
}
// What the server hands out as it is to browsers that can read it.
const assets = join('dist', 'assets');
for (const name of await readdir(assets)) {
    if (/\.(?:js|css)$/u.test(name)) {
        const content = await readFile(join(assets, name));
        await writeFile(join(assets, `${name}.br`), brotliCompressSync(content));
        await writeFile(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
    }
}
if (exceeded) {
    console.error('A page is over its budget: load what is not needed at first on demand, or leave it out.');
    process.exit(1);
}
