import type { ColumnName } from './columns';
import type { Step } from './steps';

/** What a key asks for while a question has the focus. */
export type Wish =
    | { readonly kind: 'step'; readonly step: Step }
    | { readonly kind: 'hold' | 'pin' | 'graphic' | 'undo' | 'add' | 'help' }
    | { readonly kind: 'go'; readonly to: 'next' | 'previous' | 'first' | 'last' }
    | { readonly kind: 'column'; readonly column: ColumnName };

/** What of a key press decides; the letter is read as typed, whatever the keyboard's layout. */
export interface Press {
    readonly key: string;
    readonly altKey: boolean;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
}

const letters: ReadonlyMap<string, Wish> = new Map<string, Wish>([
    ['a', { kind: 'step', step: 'approve' }],
    ['q', { kind: 'step', step: 'queue' }],
    ['n', { kind: 'step', step: 'queueFirst' }],
    ['u', { kind: 'step', step: 'unqueue' }],
    ['o', { kind: 'step', step: 'air' }],
    ['e', { kind: 'step', step: 'answer' }],
    ['l', { kind: 'step', step: 'later' }],
    ['s', { kind: 'hold' }],
    ['x', { kind: 'step', step: 'dismiss' }],
    ['r', { kind: 'step', step: 'restore' }],
    ['m', { kind: 'step', step: 'merge' }],
    ['p', { kind: 'pin' }],
    ['g', { kind: 'graphic' }],
    ['z', { kind: 'undo' }],
    ['+', { kind: 'add' }],
    ['?', { kind: 'help' }],
    ['j', { kind: 'go', to: 'next' }],
    ['k', { kind: 'go', to: 'previous' }],
    ['1', { kind: 'column', column: 'review' }],
    ['2', { kind: 'column', column: 'published' }],
    ['3', { kind: 'column', column: 'queue' }],
]);

const movements: ReadonlyMap<string, Wish> = new Map<string, Wish>([
    ['ArrowDown', { kind: 'go', to: 'next' }],
    ['ArrowUp', { kind: 'go', to: 'previous' }],
    ['Home', { kind: 'go', to: 'first' }],
    ['End', { kind: 'go', to: 'last' }],
]);

/** The key that is named beside a step, where it has one. */
export const keyOf: Readonly<Partial<Record<Step, string>>> = {
    approve: 'A',
    queue: 'Q',
    queueFirst: 'N',
    moveUp: 'Alt+↑',
    moveDown: 'Alt+↓',
    unqueue: 'U',
    air: 'O',
    answer: 'E',
    later: 'L',
    hold: 'S',
    release: 'S',
    dismiss: 'X',
    restore: 'R',
    merge: 'M',
    pin: 'P',
    unpin: 'P',
};

/** The key of a step as assistive technology is told it (`aria-keyshortcuts`). */
export function spokenKeyOf(step: Step): string | undefined {
    return keyOf[step]?.replace('↑', 'ArrowUp').replace('↓', 'ArrowDown');
}

/**
 * What a key press on a question asks for, if anything. Letters and digits can be switched off (WCAG 2.1.4); arrows,
 * `Home` and `End` stay. Whatever is held down with Ctrl or Meta belongs to the browser.
 */
export function wishFor(press: Press, lettersOn: boolean): Wish | undefined {
    if (press.ctrlKey || press.metaKey) {
        return undefined;
    }
    if (press.altKey) {
        return press.key === 'ArrowUp'
            ? { kind: 'step', step: 'moveUp' }
            : press.key === 'ArrowDown'
              ? { kind: 'step', step: 'moveDown' }
              : undefined;
    }
    return movements.get(press.key) ?? (lettersOn ? letters.get(press.key.toLowerCase()) : undefined);
}

/** Whether what has the focus takes letters for itself. */
export function takesLetters(target: EventTarget | null): boolean {
    return (
        target instanceof HTMLElement &&
        (target.isContentEditable || target.closest('input, textarea, select, dialog, [role="menu"]') !== null)
    );
}
