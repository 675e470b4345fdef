import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { common } from './words/common';
import { desk } from './words/desk';
import { entrance } from './words/entrance';
import { host } from './words/host';
import { room } from './words/room';
import { signIn } from './words/signIn';
import { staff } from './words/staff';
import { stage } from './words/stage';

const source = fileURLToPath(new URL('..', import.meta.url));

/** Everything that can ask for words: what people read of the code but its comments, styles, tests and the words. */
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(?:svelte|ts)$/u.test(name) && !/\.test\.ts$|^testing\//u.test(name))
    .map((name) => readFileSync(join(source, name), 'utf8').replace(/^export const \w+ = bilingual\([^]*?^\);/gmu, ''))
    .map((text) => text.replace(/<style>[^]*<\/style>|\/\*[^]*?\*\/|<!--[^]*?-->|^\s*\/\/.*$/gmu, ''))
    .join('\n');
const names = new Set(code.match(/\w+/gu));
/** What keys made of two parts end with: `Title` of `${end}Title`. */
const endings = Array.from(code.matchAll(/\$\{\w+\}([A-Z]\w*)/gu), ([, ending]) => ending ?? '');

function isAskedFor(key: string): boolean {
    return (
        names.has(key) || endings.some((ending) => key.endsWith(ending) && names.has(key.slice(0, -ending.length || 0)))
    );
}

function keysOf(words: object): readonly string[] {
    return Object.entries(words).flatMap(([key, value]: readonly [string, unknown]) =>
        typeof value === 'object' && value !== null ? [key, ...keysOf(value)] : [key],
    );
}

test.each(Object.entries({ common, desk, entrance, host, room, signIn, staff, stage }))(
    'nobody translates in vain: every key of %s is a name in the code',
    (_, { en }) => {
        expect(keysOf(en).filter((key) => !isAskedFor(key))).toEqual([]);
    },
);
