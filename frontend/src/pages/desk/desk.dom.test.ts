// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeDesk } from '../../testing/fakeHouse';
import { memoryStore } from '../../testing/memoryStore';
import { aDeskQuestion } from '../../testing/rows';
import { english as locale, presses, settled } from '../../testing/screen';
import type { DeskQuestion, DeskSession } from '../../protocol/views';
import App from './App.svelte';

const first = aDeskQuestion('first', { number: 1, text: 'Is there a uniform?' });
const second = aDeskQuestion('second', { number: 2, text: 'Do you need dentists?' });
const third = aDeskQuestion('third', { number: 3, text: 'Is there a pension?' });
const fourth = aDeskQuestion('fourth', { number: 4, text: 'Where do I apply?', status: 'published' });

let desk: FakeDesk;
let page: Record<string, unknown> | undefined;
let store = memoryStore();

beforeEach(() => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network in this test')));
    store = memoryStore();
});

afterEach(async () => {
    await closes();
    vi.unstubAllGlobals();
});

async function closes() {
    if (page !== undefined) {
        await unmount(page);
        page = undefined;
    }
    document.body.replaceChildren();
}

async function opens(questions: readonly DeskQuestion[], session: Partial<DeskSession> = {}) {
    await import('./Dialogs.svelte');
    desk = new FakeDesk(questions, session);
    page = mount(App, { target: document.body, props: { locale, live: desk.live, store } });
    await settled();
    desk.hello();
    await settled();
}

function row(spot: string, question: DeskQuestion): HTMLElement | null {
    return document.querySelector(`[data-spot="${spot}"] [data-question="${question.id}"]`);
}

async function focuses(spot: string, question: DeskQuestion) {
    row(spot, question)?.focus();
    await settled();
}

async function types(key: string) {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await settled();
}

describe('what another moderator decides', () => {
    test('while my dialog is open, leaves my focus in my list, and the question there with what became of it', async () => {
        await opens([first, second, third, fourth]);
        await focuses('review', first);
        await types('x');
        const published = { ...first, status: 'published', revision: 2, decidedBy: 'Milo' } as const;
        desk.shows(published);
        await settled();

        await types('1');
        desk.refuses(published, 'Milo');
        await settled();

        expect(document.activeElement).toBe(row('review', second));
        expect(row('review', first)?.textContent).toContain('Now: Published.');
        expect(row('review', first)?.textContent).toContain('Milo');
    });

    test('just before my decision arrives, leaves the question to be read in my list', async () => {
        await opens([first, second, fourth]);
        await focuses('review', first);
        await types('a');
        const dismissed = { ...first, status: 'dismissed', revision: 2, decidedBy: 'Milo' } as const;
        desk.shows(dismissed);
        desk.refuses(dismissed, 'Milo');
        await settled();

        expect(document.activeElement).toBe(row('review', second));
        expect(row('review', first)?.textContent).toContain('Now: Dismissed.');

        await focuses('review', first);
        await presses('OK');
        await focuses('review', second);
        expect(row('review', first)).toBeNull();
    });

    test('gives no key of my list power over the question where it is now', async () => {
        await opens([first, second, fourth]);
        await focuses('review', first);
        desk.shows({ ...first, status: 'published', revision: 2 });
        await settled();
        expect(document.activeElement).toBe(row('review', first));

        await types('o');
        await types('o');
        expect(desk.sent).toEqual([]);

        await types('j');
        expect(document.activeElement).toBe(row('review', second));
    });

    test('with nothing left in my list, leaves the focus on its empty place, where the keys work', async () => {
        await opens([first, fourth]);
        await focuses('review', first);
        await types('x');
        desk.shows({ ...first, status: 'published', revision: 2 });
        await settled();
        await types('1');
        desk.accepts();
        await settled();

        expect(document.activeElement?.closest('[data-spot]')?.getAttribute('data-spot')).toBe('review');
        await types('2');
        expect(document.activeElement?.closest('[data-spot]')?.getAttribute('data-spot')).toBe('published');
    });

    test('while my dialog is open, leaves me with the question when I go back, told what became of it', async () => {
        await opens([first, second, fourth]);
        await focuses('review', first);
        await presses('Dismiss…');
        desk.shows({ ...first, status: 'published', revision: 2, decidedBy: 'Milo', decidedAt: first.askedAt });
        await settled();
        await presses('Go back');

        expect(document.activeElement).toBe(row('review', first));
        expect(row('review', first)?.textContent).toContain('Published – by Milo');
    });

    test('while my menu is open, changes nothing in it and leaves the focus in my list', async () => {
        await opens([first, second, fourth]);
        await focuses('review', first);
        row('review', first)?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click();
        await settled();
        const before = document.querySelector('[role="menu"]')?.textContent;
        desk.shows({ ...first, status: 'published', revision: 2 });
        await settled();

        expect(document.querySelector('[role="menu"]')?.textContent).toBe(before);
        await types('Escape');
        expect(document.activeElement?.closest('[data-spot]')?.getAttribute('data-spot')).toBe('review');
    });
});

describe('what is being written', () => {
    const box = (selector: string) => {
        const found = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`dialog ${selector}`);
        if (found === null) {
            throw new Error(`no ${selector}`);
        }
        return found;
    };
    const writes = async (selector: string, text: string) => {
        box(selector).value = text;
        box(selector).dispatchEvent(new Event('input', { bubbles: true }));
        await settled();
    };

    const submits = () => {
        document.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    };

    test('is there again in the next page: a question, a message and a note', async () => {
        await opens([first]);
        await focuses('review', first);
        await types('+');
        await writes('textarea', 'Where is the');
        await presses('Go back');
        await types('s');
        await writes('input', 'ask the major');
        await presses('Go back');
        await presses('Message to the audience');
        await writes('textarea', 'The doors open');
        await closes();

        await opens([first]);
        await focuses('review', first);
        await types('+');
        expect(box('textarea').value).toBe('Where is the');
        await presses('Go back');
        await types('s');
        expect(box('input').value).toBe('ask the major');
        await presses('Go back');
        await presses('Message to the audience');
        expect(box('textarea').value).toBe('The doors open');
        await presses('Audio back');
        expect(box('textarea').value).toBe('The sound is back. We will repeat the last answer.');
        await presses('Put it back');
        expect(box('textarea').value).toBe('The doors open');
    });

    test('is not sent in one language alone without a warning', async () => {
        await opens([first]);
        await presses('Message to the audience');
        await writes('textarea[lang=en]', 'The doors open');

        submits();
        await settled();
        expect(desk.sent).toEqual([]);
        expect(document.querySelector('dialog')?.textContent).toContain('The French text is missing.');
        expect(document.activeElement).toBe(box('textarea[lang=fr]'));

        await writes('textarea[lang=fr]', 'Les portes ouvrent');
        submits();
        await settled();
        expect(desk.sent.map(({ body }) => body)).toEqual([{ en: 'The doors open', fr: 'Les portes ouvrent' }]);
    });

    test('is sent in one language where that is pressed again', async () => {
        await opens([first]);
        await presses('Message to the audience');
        await writes('textarea[lang=fr]', 'Les portes ouvrent');
        submits();
        await settled();
        expect(document.querySelector('dialog')?.textContent).toContain('The English text is missing.');
        expect(document.querySelector('dialog button[type=submit]')?.textContent.trim()).toBe('Send in French only');

        submits();
        await settled();

        expect(desk.sent.map(({ body }) => body)).toEqual([{ fr: 'Les portes ouvrent' }]);
    });

    test('is gone once it was taken, and not before', async () => {
        await opens([first]);
        await focuses('review', first);
        await types('s');
        await writes('input', 'ask the major');
        await presses('Set aside');
        desk.refuses({ ...first, revision: 2 }, 'Milo');
        await settled();
        await focuses('review', first);
        await types('s');
        expect(box('input').value).toBe('ask the major');
        await presses('Set aside');
        desk.accepts();
        await settled();
        expect(store.kept()).toEqual({});
    });
});

describe('what nobody has reviewed', () => {
    test('goes on air by two presses', async () => {
        await opens([first, second]);
        await focuses('review', first);
        await types('o');
        expect(desk.sent).toEqual([]);
        expect(row('review', first)?.textContent).toContain('Press O again');

        await types('o');
        expect(desk.sent.map(({ name }) => name)).toEqual(['air']);
    });

    test('does not when another key comes between, or another question changes hands', async () => {
        await opens([first, second]);
        await focuses('review', first);
        await types('o');
        await types('j');
        await types('k');
        await types('o');
        expect(desk.sent).toEqual([]);

        await focuses('review', second);
        await types('o');
        expect(desk.sent).toEqual([]);
    });
});

describe('a row', () => {
    const buttons = (question: DeskQuestion) =>
        [...(row('review', question)?.querySelectorAll<HTMLElement>('.steps button') ?? [])].map((button) =>
            button.textContent.replace(/\s+/gu, ' ').trim(),
        );

    test('shows a button and its key for each of its first steps while it has the focus, and only then', async () => {
        await opens([first, second]);
        expect(buttons(first)).toEqual([]);
        await focuses('review', first);
        expect(buttons(first)).toEqual(['Publish A', 'Add to queue Q', 'Dismiss… X', '⋯']);
        expect(row('review', first)?.querySelector('.steps [aria-keyshortcuts="A"]')).not.toBeNull();
        await types('j');
        expect(buttons(first)).toEqual([]);
        expect(buttons(second)).not.toEqual([]);
    });

    test('has a way to all its steps for who does not use the focus', async () => {
        await opens([first]);
        const more = row('review', first)?.querySelector('[aria-label^="Actions for"]');
        expect(more?.getAttribute('aria-hidden')).not.toBe('true');
    });

    test('that the pointer decides on keeps the focus where it was until then, and hands it to the next', async () => {
        await opens([first, second, third]);
        row('review', first)?.dispatchEvent(new Event('pointerenter'));
        await settled();
        const publish = row('review', first)?.querySelector<HTMLElement>('.quick button');
        const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
        publish?.dispatchEvent(press);
        expect(press.defaultPrevented).toBe(true);
        publish?.click();
        await settled();
        expect(desk.sent.map(({ name }) => name)).toEqual(['approve']);
        expect(document.activeElement).toBe(row('review', second));
    });
});

describe('what others took away', () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    test('stays under a pointer that moves, and goes when it only rests', async () => {
        await opens([first, second]);
        row('review', second)?.dispatchEvent(new Event('pointermove', { bubbles: true }));
        await settled();
        desk.shows({ ...first, status: 'dismissed', revision: 2 });
        await settled();
        expect(row('review', first)).not.toBeNull();
        await vi.advanceTimersByTimeAsync(60_000);
        await settled();
        expect(row('review', first)).toBeNull();
    });
});

describe('a key that does nothing here', () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    test('says so for two seconds where everybody looks', async () => {
        await opens([first]);
        await focuses('review', first);
        await types('u');
        const bar = () => document.querySelector('footer .last')?.textContent;
        expect(bar()).toBe('“Remove from queue” is not possible here.');
        await vi.advanceTimersByTimeAsync(2_000);
        await settled();
        expect(bar()).toBe('Shortcut keys work on the selected question.');
    });
});

describe('what is said to a screen reader', () => {
    beforeEach(() => {
        vi.useFakeTimers({ now: Date.parse(first.askedAt) });
    });
    afterEach(() => {
        vi.useRealTimers();
    });
    const said = () => document.querySelector('[role="status"]')?.textContent;

    test('is nothing of new questions, unless it is asked for, and then every half minute at most', async () => {
        await opens([first]);
        desk.shows(second);
        await vi.advanceTimersByTimeAsync(90_000);
        expect(said()).toBe('');

        await presses('Have my screen reader say what waits');
        desk.shows(third);
        await vi.advanceTimersByTimeAsync(29_000);
        expect(said()).toBe('');
        await vi.advanceTimersByTimeAsync(2_000);
        await settled();
        expect(said()).toMatch(/^3 questions waiting, the oldest for /u);
    });
});

describe('the menu in the bar', () => {
    test('closes with a press anywhere else', async () => {
        await opens([first]);
        const menu = document.querySelector('details');
        menu?.setAttribute('open', '');
        menu?.querySelector('button')?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
        expect(menu?.open).toBe(true);
        document.querySelector('main')?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
        expect(menu?.open).toBe(false);
    });
});

describe('merging', () => {
    const radios = () => [...document.querySelectorAll<HTMLInputElement>('dialog [type="radio"]')];

    test('goes into the question that was chosen, whatever is voted meanwhile', async () => {
        await opens([first, second, third, fourth]);
        await focuses('review', first);
        await types('m');
        expect(radios().filter(({ checked }) => checked)).toEqual([]);
        const order = document.querySelector('dialog ul')?.textContent;

        desk.counts({ fourth: 9, third: 5 });
        await settled();
        await presses('Merge');
        expect(desk.sent).toEqual([]);
        expect(document.querySelector('dialog')?.textContent).toContain('Choose the question to merge it into.');

        radios()[0]?.click();
        await settled();
        desk.counts({ fourth: 20, third: 50 });
        await settled();
        expect(document.querySelector('dialog ul')?.textContent.replace(/\d+/gu, '')).toBe(order?.replace(/\d+/gu, ''));
        await presses('Merge');
        expect(desk.sent.map(({ body }) => body)).toMatchObject([{ question: 'first', into: 'third' }]);
    });

    test('does not go into what was dismissed while it was offered', async () => {
        await opens([first, second, third]);
        await focuses('review', first);
        await types('m');
        radios()[0]?.click();
        desk.shows({ ...third, status: 'dismissed', revision: 2 });
        await settled();
        await presses('Merge');
        expect(desk.sent).toEqual([]);
    });
});

describe('dismissing', () => {
    test('says what the asker will read', async () => {
        await opens([first], { tellDisrespectful: false });
        await focuses('review', first);
        await types('x');
        const said = document.querySelector('dialog')?.textContent;
        expect(said).toContain('They are not told.');
        expect(said).not.toContain('It does not follow the rules of this page.');
    });

    test('takes no digits where keys are switched off', async () => {
        store.set('desk.keys', false);
        await opens([first]);
        await focuses('review', first);
        await presses('Dismiss…');
        await types('3');
        expect(desk.sent).toEqual([]);
        expect(document.querySelector('dialog')).not.toBeNull();
    });
});

test('the first stop of the Tab key leads past the bars to the lists', async () => {
    await opens([first, fourth]);
    const link = document.querySelector<HTMLElement>('a, button, input, select, summary, [tabindex]');
    const lists = document.querySelector<HTMLElement>(link?.getAttribute('href') ?? 'nothing');

    expect(link?.textContent).toBe('Skip to the lists of questions');
    lists?.focus();
    expect(document.activeElement).toBe(lists);
    expect(lists?.querySelector('[data-question]')).toBe(row('review', first));
});

test('nothing but what the mouse alone can use is told by a tip alone', async () => {
    await opens([first, fourth, { ...first, id: 'held', held: true }], {
        hidden: true,
        notice: { en: 'Welcome!', at: first.askedAt },
    });
    const tips = [...document.querySelectorAll('[title]')];

    expect(tips.filter((element) => element.closest('[aria-hidden="true"]') === null)).toEqual([]);
});

test('whose line is refused is asked for again, for the sign-in may have ended', async () => {
    const asked = vi.fn<(path: string) => Promise<never>>(() =>
        Promise.reject(new TypeError('no network in this test')),
    );
    vi.stubGlobal('fetch', asked);
    await opens([first]);
    asked.mockClear();

    desk.closes(4003);
    await settled();

    expect(asked.mock.calls.filter(([path]) => path === '/api/me')).toHaveLength(1);
});
