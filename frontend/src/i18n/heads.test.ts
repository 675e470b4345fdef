import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { common } from './words/common';
import { entrance } from './words/entrance';
import { room } from './words/room';

const root = new URL('../../', import.meta.url);

/** What a page says of itself before any script runs, which is all that the preview of a link shows. */
function headOf(page: string) {
    const html = readFileSync(new URL(`${page}.html`, root), 'utf8');
    const read = (pattern: RegExp) => pattern.exec(html)?.[1];
    return {
        title: read(/<title>([^<]+)<\/title>/u),
        previewTitle: read(/property="og:title"\s+content="([^"]+)"/u),
        // one for robots and previews alike
        description: read(/name="description"\s+property="og:description"\s+content="([^"]+)"/u),
    };
}

function iconsOf(page: string): readonly string[] {
    const html = readFileSync(new URL(`${page}.html`, root), 'utf8');
    return Array.from(
        html.matchAll(/<link rel="(?:icon|apple-touch-icon)" href="([^"]+)"/gu),
        ([, file]) => file ?? '',
    );
}

const { product } = common.en;
const tagline = `${entrance.en.tagline} / ${entrance.fr.tagline}`;

describe('a link that is passed on says in both languages what is behind it', () => {
    test.each([
        ['index', product, tagline],
        ['room', `${room.en.page} – ${product}`, tagline],
        ['join', product, `${entrance.en.linkIsPersonal} / ${entrance.fr.linkIsPersonal}`],
    ])('%s', (page, title, text) => {
        expect(headOf(page)).toEqual({ title, previewTitle: title, description: text });
        expect(room.fr.page).toBe(room.en.page);
    });
});

test.each(['index', 'room', 'join', 'desk', 'stage', 'host', 'sign-in'])('%s has icons that are there', (page) => {
    const icons = iconsOf(page);
    expect(icons).toEqual(['/icon.svg', '/apple-touch-icon.png']);
    expect(icons.every((file) => existsSync(new URL(`public${file}`, root)))).toBe(true);
});
