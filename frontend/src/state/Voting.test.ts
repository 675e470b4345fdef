import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeServer, fakeBrowser } from '../testing/fakeServer';
import { memoryStore } from '../testing/memoryStore';
import { aQuestion, aSnapshot, noon } from '../testing/rows';
import { Errands } from './Errands.svelte';
import { LiveState } from './LiveState.svelte';
import { Voting } from './Voting.svelte';

let server: FakeServer;
let live: LiveState<'room'>;
let store: ReturnType<typeof memoryStore>;
let errands: Errands;
let voting: Voting;
let stop: () => void;

beforeEach(async () => {
    vi.useFakeTimers();
    const browser = fakeBrowser();
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', { onLine: true });
    server = new FakeServer();
    const snapshot = aSnapshot(10, [aQuestion('a')]);
    server.snapshot = { outcome: 'ok', value: { ...snapshot, votes: new Map([['a', 5]]) } };
    const { socket, fallback, http } = server;
    live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http });
    store = memoryStore();
    errands = new Errands(live, store);
    voting = new Voting(live, store, errands);
    stop = live.start();
    await vi.advanceTimersByTimeAsync(0);
    server.line.hello();
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

/** Votes, and settles what has been answered. */
function toggle(question: string): void {
    voting.toggle(question);
    errands.deliver();
}

const settle = () => vi.advanceTimersByTimeAsync(0);

function answer(index: number, message: object) {
    server.line.say({ id: server.line.sent[index]?.id, ...message });
}

test('a vote shows at once, and counts once when the tally has it', async () => {
    toggle('a');
    expect([voting.isOn('a'), voting.isPending('a'), voting.count('a')]).toEqual([true, true, 6]);
    answer(0, { type: 'ack', at: noon });
    await settle();
    expect([voting.isOn('a'), voting.isPending('a'), voting.count('a')]).toEqual([true, false, 6]);
    server.line.say({ type: 'tally', votes: { a: 6 } });
    expect(voting.count('a')).toBe(6);
});

test('a vote on a question of which no tally comes goes on counting', async () => {
    toggle('a');
    answer(0, { type: 'ack', at: noon });
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(voting.count('a')).toBe(6);
});

test('once the tally has moved a vote is in it, wherever it goes from there', async () => {
    toggle('a');
    answer(0, { type: 'ack', at: noon });
    await settle();
    server.line.say({ type: 'tally', votes: { a: 6 } });
    await vi.advanceTimersByTimeAsync(2_000);
    server.line.say({ type: 'tally', votes: { a: 5 } });
    expect(voting.count('a')).toBe(5);
});

test('a refused vote is taken back and says why', async () => {
    toggle('a');
    answer(0, { type: 'nack', problem: { code: 'voting-closed', status: 423 } });
    await settle();
    expect([voting.isOn('a'), voting.isRefused('a'), voting.refusals, voting.count('a')]).toEqual([false, true, 1, 5]);
    toggle('a');
    expect(voting.isRefused('a')).toBe(false);
});

test("changing one's mind twice before any answer ends where it began", async () => {
    toggle('a');
    toggle('a');
    expect([voting.isOn('a'), voting.count('a')]).toEqual([false, 5]);
    expect(server.line.sent.map(({ body }) => body)).toEqual([
        { question: 'a', n: 1, on: true },
        { question: 'a', n: 2, on: false },
    ]);
    answer(0, { type: 'ack', at: noon });
    answer(1, { type: 'ack', at: noon });
    await settle();
    expect([voting.isOn('a'), voting.count('a')]).toEqual([false, 5]);
});

test('the counter goes on after a reload and after what another tab has sent', async () => {
    toggle('a');
    answer(0, { type: 'ack', at: noon });
    await settle();
    const again = new Errands(live, store);
    const reloaded = new Voting(live, store, again);
    expect(reloaded.isOn('a')).toBe(true);
    const votes = [{ question: 'a', n: 7, on: false }];
    server.line.say({ type: 'mine', epoch: 'one', seq: 11, questions: [], votes });
    expect(reloaded.isOn('a')).toBe(false);
    reloaded.toggle('a');
    again.deliver();
    expect(server.line.sent.at(-1)?.body).toEqual({ question: 'a', n: 8, on: true });
});

describe('a group in which I count already', () => {
    const merged = {
        id: 'mine',
        number: 12,
        text: 'Mine?',
        language: 'en',
        askedAt: noon,
        fate: 'merged',
        revision: 1,
    };

    test('because my own question leads to it, counts me no second time', () => {
        const leading = { number: 417, fate: 'published' };
        server.line.say({ type: 'mine', epoch: 'one', seq: 11, questions: [{ ...merged, leading }], votes: [] });
        toggle('a');
        expect([voting.isOn('a'), voting.count('a')]).toEqual([true, 5]);
    });

    test('because I voted for one that was merged into it, counts me no second time once the tally has had its time', async () => {
        const votes = [{ question: 'gone', n: 1, on: true }];
        server.line.say({ type: 'mine', epoch: 'one', seq: 11, questions: [], votes });
        toggle('a');
        answer(0, { type: 'ack', at: noon });
        await vi.advanceTimersByTimeAsync(2_000);
        expect([voting.isOn('a'), voting.count('a')]).toEqual([true, 5]);
    });
});

test('a vote from another window is taken over, and the next change of mind is newer than it', () => {
    const leave = voting.follow();
    store.setElsewhere('votes.ABC123', { a: { n: 3, on: true } });
    expect(voting.isOn('a')).toBe(true);
    toggle('a');
    expect(server.line.sent[0]).toMatchObject({ body: { question: 'a', n: 4, on: false } });
    leave();
    store.setElsewhere('votes.ABC123', { a: { n: 9, on: true } });
    expect(voting.isOn('a')).toBe(false);
});

describe('a vote whose fate is not known', () => {
    test('stays cast while nobody answers, and goes out again as the same vote', async () => {
        server.line.drop();
        toggle('a');
        await vi.advanceTimersByTimeAsync(600_000);
        expect([voting.isOn('a'), voting.isPending('a'), voting.isRefused('a')]).toEqual([true, true, false]);
        server.line.hello();
        expect(server.line.sent.map(({ body }) => body)).toEqual([{ question: 'a', n: 1, on: true }]);
        answer(0, { type: 'ack', at: noon });
        await settle();
        expect([voting.isOn('a'), voting.isPending('a')]).toEqual([true, false]);
        expect(store.kept()).toEqual({ 'votes.ABC123': { a: { n: 1, on: true } } });
    });

    test('survives a reload, with its id', async () => {
        toggle('a');
        const [first] = server.line.sent;
        const again = new Errands(live, store);
        const reloaded = new Voting(live, store, again);
        expect([reloaded.isOn('a'), reloaded.isPending('a')]).toEqual([true, true]);
        again.deliver();
        expect(server.line.sent.at(-1)).toEqual(first);
    });

    test('is confirmed where the server says that it has it', () => {
        toggle('a');
        const votes = [{ question: 'a', n: 1, on: true }];
        server.line.say({ type: 'mine', epoch: 'one', seq: 11, questions: [], votes });
        expect([voting.isOn('a'), voting.isPending('a')]).toEqual([true, false]);
    });

    test('waits where the server asks for patience, and is not taken back', async () => {
        toggle('a');
        answer(0, { type: 'nack', problem: { code: 'too-many-requests' }, retryAfterMs: 7_000 });
        await vi.advanceTimersByTimeAsync(6_999);
        expect([voting.isOn('a'), server.line.sent.length]).toEqual([true, 1]);
        await vi.advanceTimersByTimeAsync(1);
        expect(server.line.sent[1]).toEqual(server.line.sent[0]);
    });

    test('that another window has had answered is not sent from here', async () => {
        voting.toggle('a');
        const leave = errands.follow();
        store.setElsewhere('errands.ABC123', {});
        expect(errands.areThere).toBe(false);
        leave();
    });
});

test('a withdrawal is kept until it is answered, once', async () => {
    const told: string[] = [];
    errands.onWithdrawn(({ question }, outcome) => told.push(`${question} ${outcome.kind}`));
    server.line.drop();
    errands.keepWithdrawal({ question: 'a' });
    errands.keepWithdrawal({ question: 'a' });
    errands.deliver();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([errands.isWithdrawing('a'), told]).toEqual([true, []]);
    server.line.hello();
    expect(server.line.sent.map(({ name }) => name)).toEqual(['withdraw']);
    answer(0, { type: 'ack', at: noon });
    await settle();
    expect([errands.isWithdrawing('a'), told, store.kept()]).toEqual([false, ['a done'], {}]);
});
