import { describe, expect, test, vi } from 'vitest';
import { ScreenWake } from './ScreenWake.svelte';

class Page extends EventTarget {
    visibilityState: DocumentVisibilityState = 'visible';

    turn(to: DocumentVisibilityState): void {
        this.visibilityState = to;
        this.dispatchEvent(new Event('visibilitychange'));
    }
}

class Sentinel extends EventTarget implements WakeLockSentinel {
    released = false;
    readonly type = 'screen';
    onrelease = null;

    release(): Promise<void> {
        this.released = true;
        return Promise.resolve();
    }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the screen of the stage', () => {
    test('is kept lit where the browser can', async () => {
        const wake = new ScreenWake({ request: () => Promise.resolve(new Sentinel()) }, new Page());
        wake.start();
        await settled();
        expect(wake.needsHelp).toBe(false);
    });

    test('needs help where the browser has no such thing', async () => {
        const wake = new ScreenWake(undefined, new Page());
        wake.start();
        await settled();
        expect(wake.needsHelp).toBe(true);
    });

    test('needs help where the browser refuses, as it does on a low battery', async () => {
        const wake = new ScreenWake({ request: () => Promise.reject(new Error('low battery')) }, new Page());
        wake.start();
        await settled();
        expect(wake.needsHelp).toBe(true);
    });

    test('is asked for again when the page comes back into view, and not while it is held', async () => {
        const page = new Page();
        const given: Sentinel[] = [];
        const request = vi.fn(() => {
            given.push(new Sentinel());
            return Promise.resolve(given.at(-1) ?? new Sentinel());
        });
        new ScreenWake({ request }, page).start();
        await settled();
        page.turn('visible');
        expect(request).toHaveBeenCalledTimes(1);
        await given[0]?.release();
        page.turn('hidden');
        page.turn('visible');
        expect(request).toHaveBeenCalledTimes(2);
    });

    test('is given back when the page is left, also when the lock comes late', async () => {
        const sentinel = new Sentinel();
        const stop = new ScreenWake({ request: () => Promise.resolve(sentinel) }, new Page()).start();
        stop();
        await settled();
        expect(sentinel.released).toBe(true);
    });
});
