import { expect, test } from 'vitest';
import { staysFor } from './staying';

test('the browser asks before a page with unsaved words is left, and no longer than that', () => {
    const window = new EventTarget();
    const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leaves()).toBe(true);

    const saved = staysFor(window);
    expect(leaves()).toBe(false);

    saved();
    expect(leaves()).toBe(true);
});
