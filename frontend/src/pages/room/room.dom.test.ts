// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Formats } from '../../i18n/Formats';
import { LiveState } from '../../state/LiveState.svelte';
import { FakeRoom } from '../../testing/fakeHouse';
import { FakeServer } from '../../testing/fakeServer';
import { memoryStore } from '../../testing/memoryStore';
import { aQuestion, aSession, noon } from '../../testing/rows';
import { english as locale, settled } from '../../testing/screen';
import AskBox from './AskBox.svelte';
import Closed from './Closed.svelte';
import MyQuestions from './MyQuestions.svelte';
import Questions from './Questions.svelte';
import { Room } from './Room.svelte';

const session = aSession();

let server: FakeRoom;
let room: Room;
let leave: () => void;
let page: Record<string, unknown> | undefined;

beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse(noon), toFake: ['setInterval', 'clearInterval', 'setTimeout', 'Date'] });
    // Whoever asks who they are hears that they are a participant already.
    vi.stubGlobal('fetch', () =>
        Promise.resolve(
            new Response(JSON.stringify({ participant: true, grants: [], signIn: false }), { status: 200 }),
        ),
    );
    server = new FakeRoom([aQuestion('a', { text: 'Is there a pension?' })]);
    room = new Room('ABC123', { store: memoryStore(), live: server.live });
    leave = server.live.start();
    await room.fetchWords();
    await room.me.refresh();
    await settled();
    server.hello();
});

afterEach(async () => {
    if (page !== undefined) {
        await unmount(page);
    }
    leave();
    document.body.replaceChildren();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

async function writes(text: string) {
    const box = document.querySelector('textarea');
    if (box === null) {
        throw new Error('no box for a question');
    }
    box.focus();
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
}

async function sends() {
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settled();
}

function said(): string {
    return room.announcements.sentence.text;
}

describe('the box for a question', () => {
    beforeEach(async () => {
        page = mount(AskBox, { target: document.body, props: { room, session, locale } });
        await settled();
    });

    test('is one line until somebody writes, and says to a screen reader all the same what must not be in it', async () => {
        const box = document.querySelector('textarea');
        const described = box?.getAttribute('aria-describedby')?.split(' ') ?? [];
        expect([Number(box?.rows), document.querySelector('fieldset')]).toEqual([1, null]);
        expect(described.map((id) => document.getElementById(id)?.textContent).join(' ')).toContain(
            'Do not include personal information.',
        );

        await writes('Is there a fitness test?');

        expect(document.body.textContent).toContain('Press Ctrl+Enter to send');
        expect(Number(box?.rows)).toBe(3);
        expect(document.querySelector('fieldset')).not.toBeNull();
    });

    test('says what is wrong with what was to be sent, and keeps it', async () => {
        await writes('Oh');
        await sends();

        expect(said()).toBe('Enter at least 3 characters.');
        expect(document.activeElement).toBe(document.querySelector('textarea'));
        expect(document.querySelector('textarea')?.value).toBe('Oh');
        expect(server.sent).toEqual([]);
    });

    test('says the limits of the server, not figures of its own', async () => {
        server.hello({ questionMin: 4, waitingMax: 2 });
        await writes('Huh');
        await sends();
        expect(said()).toBe('Enter at least 4 characters.');

        await writes('Is there a fitness test?');
        await sends();
        server.putsOff('too-many-waiting');
        await settled();

        expect(document.body.textContent).toContain(
            'You have 2 questions waiting. Please let the team read them first.',
        );
    });

    test('counts down what comes too soon', async () => {
        await writes('Is there a fitness test?');
        await sends();
        expect(server.sent.map(({ name }) => name)).toEqual(['ask']);
        server.putsOff('too-soon', 9_000);
        await settled();
        expect(document.body.textContent).toContain('Will be sent in 9 seconds.');

        vi.advanceTimersByTime(4_000);
        await settled();

        expect(document.body.textContent).toContain('Will be sent in 5 seconds.');
    });
});

describe('my questions', () => {
    test('are withdrawn by a second press only, which does not come by itself', async () => {
        const mine = { id: 'm', number: 12, text: 'Mine?', language: 'en', askedAt: noon, revision: 1 };
        server.tells({ questions: [{ ...mine, fate: 'received' }] });
        page = mount(MyQuestions, {
            target: document.body,
            props: { room, session, locale, formats: new Formats(locale) },
        });
        await settled();
        const press = async (label: string) => {
            [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === label)?.click();
            await settled();
        };

        await press('Withdraw my question');

        expect(server.sent).toEqual([]);
        expect(document.activeElement?.textContent.trim()).toBe('Go back');

        await press('Withdraw it');

        expect(server.sent.map(({ name }) => name)).toEqual(['withdraw']);
    });
});

test('each question is a heading to jump to, in its own language', async () => {
    page = mount(Questions, {
        target: document.body,
        props: { room, session, locale, formats: new Formats(locale) },
    });
    await settled();

    expect([...document.querySelectorAll('article h3')].map(({ textContent }) => textContent)).toEqual([
        'Is there a pension?',
    ]);
});

test('what has come before anything was drawn does not wait to be shown; what comes later does', async () => {
    const ids = () => room.listing.rows.map(({ id }) => id);
    expect(ids()).toEqual(['a']);
    server.shows(aQuestion('b'));
    expect(ids()).toEqual(['a', 'b']);

    page = mount(Questions, {
        target: document.body,
        props: { room, session, locale, formats: new Formats(locale) },
    });
    await settled();
    server.shows(aQuestion('c'));
    await settled();

    expect(ids()).toEqual(['a', 'b']);
    expect(document.body.textContent).toContain('Show 1 new question');
    room.listing.showWaiting();
    await settled();
    expect(ids()).toEqual(['a', 'b', 'c']);
});

test('a code that is not looked for yet stays on the page, with the reason', async () => {
    const other = new FakeServer();
    other.snapshot = { outcome: 'refused', status: 429, problem: { code: 'too-many-requests', retryAfterMs: 30_000 } };
    const { socket, fallback, http } = other;
    const live = new LiveState({ code: 'XYZ789', audience: 'room', socket, fallback, http });
    const stop = live.start();
    await settled();

    page = mount(Closed, { target: document.body, props: { live, locale } });
    await settled();

    expect(document.body.textContent).toContain('Too many codes');
    expect(document.body.textContent).toContain('XYZ789');
    stop();
});
