import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|css)$/u.test(name))
    .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(source, name), 'utf8') }));

test('every token that is used is defined', () => {
    const all = files.map(({ text }) => text).join('\n');
    const defined = new Set(Array.from(all.matchAll(/(--[\w-]+)\s*:/gu), ([, token]) => token));
    const used = new Set(Array.from(all.matchAll(/var\((--[\w-]+)/gu), ([, token]) => token));

    expect(used.size).toBeGreaterThan(40);
    expect([...used].filter((token) => !defined.has(token))).toEqual([]);
});

test('components have their colours from the tokens; codes for cameras alone are black on white', () => {
    const raw = files
        .filter(({ name }) => name.endsWith('.svelte'))
        .flatMap(({ name, text }) =>
            Array.from(text.matchAll(/#[\da-f]{3,8}\b/giu), ([colour]) => `${name} ${colour}`),
        );

    expect(raw).toEqual([
        'components/ui/QrCode.svelte #fff',
        'components/ui/QrCode.svelte #000',
        'pages/host/AddressPanel.svelte #fff',
    ]);
});
