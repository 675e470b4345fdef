// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StageQuestion } from '../../protocol/views';
import { FakeStage } from '../../testing/fakeHouse';
import { memoryStore } from '../../testing/memoryStore';
import { noon } from '../../testing/rows';
import { button, english as locale, presses, settled } from '../../testing/screen';
import App from './App.svelte';

const now: StageQuestion = {
    id: 'a',
    number: 417,
    text: 'Is there a pension?',
    language: 'en',
    status: 'onAir',
    revision: 3,
};
const next: StageQuestion = { ...now, id: 'b', number: 205, text: 'Where do I apply?', status: 'queued', rank: 1 };

let stage: FakeStage;
let page: Record<string, unknown> | undefined;
let store = memoryStore();

beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse(noon), toFake: ['setInterval', 'clearInterval', 'setTimeout', 'Date'] });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network in this test')));
    store = memoryStore();
});

afterEach(async () => {
    await closes();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

async function closes() {
    if (page !== undefined) {
        await unmount(page);
        page = undefined;
    }
    document.body.replaceChildren();
}

async function opens() {
    stage = new FakeStage([now, next]);
    page = mount(App, { target: document.body, props: { locale, live: stage.live, store } });
    await settled();
    stage.hello();
    await settled();
}

/** Types a key and returns whether the page has kept it from the browser, which would scroll. */
async function types(key: string): Promise<boolean> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    await settled();
    return event.defaultPrevented;
}

/** What the live regions of the page say by and by, in changes. */
function announced(): string[] {
    const regions = [...document.querySelectorAll('[role=status], [role=alert], [aria-live]')];
    return regions.map((region) => region.textContent.trim());
}

async function changesIn(seconds: number): Promise<number> {
    let changes = 0;
    let before = announced().join('|');
    for (let second = 0; second < seconds; second += 1) {
        vi.advanceTimersByTime(1_000);
        await settled();
        const after = announced().join('|');
        changes += after === before ? 0 : 1;
        before = after;
    }
    return changes;
}

describe('the keys of a clicker', () => {
    test('scroll as everywhere until the clicker is switched on', async () => {
        await opens();

        expect(await types('PageDown')).toBe(false);
        expect(await types('PageUp')).toBe(false);

        expect(stage.sent).toEqual([]);
        expect(announced()).toContain('The clicker is off. Switch it on above to use Page Down and Page Up.');
    });

    test('act once it is switched on, which this device remembers', async () => {
        await opens();
        await presses('Clicker: off');
        await closes();
        await opens();

        expect(await types('PageDown')).toBe(true);

        expect(stage.sent.map(({ name }) => name)).toEqual(['air']);
        expect(button('Clicker: on').getAttribute('aria-checked')).toBe('true');
    });
});

describe('what a screen reader hears', () => {
    test('of a step that somebody else took is said once and does not tick', async () => {
        await opens();
        await presses('Mark as answered');
        stage.accepts({ by: 'Milo', at: noon });
        await settled();
        expect(announced().join(' ')).toContain('Milo');

        expect(await changesIn(10)).toBe(0);
    });

    test('of a lost connection is said once, however long it lasts', async () => {
        await opens();
        stage.closes(1006);
        await settled();
        expect(announced().join(' ')).toContain('Reconnecting');

        expect(await changesIn(60)).toBe(0);
    });
});

describe('the reason for handing back', () => {
    async function begins() {
        await opens();
        await presses('Send back');
        const field = document.querySelector('input');
        if (field === null) {
            throw new Error('no field for the reason');
        }
        field.value = 'Not my field';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await settled();
    }

    test('is still there after a reload', async () => {
        await begins();
        await closes();
        await opens();

        expect(document.querySelector('input')?.value).toBe('Not my field');
    });

    test('is forgotten once the question has gone back', async () => {
        await begins();
        document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
        await settled();
        expect(stage.sent.at(-1)?.body).toMatchObject({ reason: 'Not my field' });
        stage.accepts();
        await settled();
        await closes();
        await opens();
        await presses('Send back');

        expect(document.querySelector('input')?.value).toBe('');
    });
});
