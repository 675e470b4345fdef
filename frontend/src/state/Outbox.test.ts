import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, fakeBrowser } from '../testing/fakeServer';
import { memoryStore } from '../testing/memoryStore';
import { noon } from '../testing/rows';
import { LiveState } from './LiveState.svelte';
import { Outbox } from './Outbox.svelte';

let server: FakeServer;
let live: LiveState<'room'>;
let store: ReturnType<typeof memoryStore>;
let outbox: Outbox;
let stop: () => void;

beforeEach(async () => {
    vi.useFakeTimers();
    const browser = fakeBrowser();
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', { onLine: true });
    server = new FakeServer();
    const { socket, fallback, http } = server;
    live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http, random: () => 1 });
    store = memoryStore();
    outbox = new Outbox(live, store);
    stop = live.start();
    await vi.advanceTimersByTimeAsync(0);
    server.line.hello();
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

function ask(text: string): Promise<void> {
    outbox.write({ text });
    outbox.pack(text, 'en', false);
    return outbox.deliver();
}

test('the text leaves the box when the server has it, and not before', async () => {
    const asked = ask('Why?');
    expect(outbox).toMatchObject({ text: 'Why?', busy: true, sending: { kind: 'sending' } });
    server.line.say({ type: 'ack', id: server.line.sent[0]?.id, at: noon, number: 417 });
    await asked;
    expect(outbox).toMatchObject({ text: '', busy: false, sending: { kind: 'received', number: 417 } });
    expect(store.kept()).toEqual({});
});

test('a refusal leaves the text where it is, to be changed', async () => {
    const asked = ask('Why?');
    const problem = { code: 'too-soon', status: 429 };
    server.line.say({ type: 'nack', id: server.line.sent[0]?.id, problem, retryAfterMs: 9_000 });
    await asked;
    expect(outbox.sending).toEqual({ kind: 'refused', code: 'too-soon', retryAfterMs: 9_000 });
    expect(outbox).toMatchObject({ text: 'Why?', busy: false });
    outbox.write({ text: 'Why not?' });
    expect(outbox.sending.kind).toBe('writing');
});

test('what had no answer goes out again after a reload, as the same question', async () => {
    const asked = ask('Why?');
    await vi.advanceTimersByTimeAsync(20_000);
    await asked;
    expect(outbox.sending.kind).toBe('kept');
    expect(outbox.canTakeBack).toBe(false);

    const reloaded = new Outbox(live, store);
    expect(reloaded).toMatchObject({ text: 'Why?', busy: true, sending: { kind: 'kept' } });
    const again = reloaded.deliver();
    const [first] = server.line.sent;
    expect(server.line.sent.at(-1)).toEqual(first);
    server.line.say({ type: 'ack', id: first?.id, at: noon });
    await again;
    expect(reloaded).toMatchObject({ text: '', busy: false });
});

test('what never left this device can be taken back and changed', () => {
    outbox.write({ text: 'Why?' });
    outbox.pack('Why?', 'en', false);
    outbox.keep();
    expect(outbox.canTakeBack).toBe(true);
    outbox.takeBack();
    expect(outbox).toMatchObject({ text: 'Why?', busy: false, sending: { kind: 'writing' } });
    expect(server.line.sent).toEqual([]);
});

test('a draft survives a reload, with its language', () => {
    outbox.write({ text: 'Pourq', language: 'fr' });
    expect(new Outbox(live, store)).toMatchObject({ text: 'Pourq', language: 'fr', busy: false });
});
