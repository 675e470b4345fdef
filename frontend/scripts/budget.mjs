// Fails the build when the first load of a page, compressed, outgrows what a phone on a slow line can be asked to fetch.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgets = {
    'index.html': 40,
    'room.html': 60,
    'desk.html': 80,
    'stage.html': 60,
    'overlay.html': 40,
    'host.html': 80,
    'join.html': 40,
    'sign-in.html': 40,
};
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));

/** Every file a page fetches before it is usable: its HTML, its entry, static imports and style sheets. */
function firstLoad(entry, seen = new Set()) {
    const chunk = manifest[entry];
    if (chunk === undefined || seen.has(chunk.file)) {
        return seen;
    }
    seen.add(chunk.file);
    for (const sheet of chunk.css ?? []) {
        seen.add(sheet);
    }
    for (const imported of chunk.imports ?? []) {
        firstLoad(imported, seen);
    }
    return seen;
}

let exceeded = false;
for (const [page, budget] of Object.entries(budgets)) {
    if (manifest[page] === undefined) {
        continue;
    }
    const files = [page, ...firstLoad(page)];
    const kilobytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1024;
    const over = kilobytes > budget;
    exceeded ||= over;
    console.log(
        `${over ? 'OVER ' : 'ok   '}${page.padEnd(14)}${kilobytes.toFixed(1).padStart(7)} KB of ${budget} KB gzip`,
    );
}
if (exceeded) {
    console.error('A page is over its budget: load what is not needed at first on demand, or leave it out.');
    process.exit(1);
}
