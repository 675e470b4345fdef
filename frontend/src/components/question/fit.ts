/** The largest whole number from `smallest` to `largest` that fits; `smallest` where none does. */
export function largestThatFits(smallest: number, largest: number, fits: (size: number) => boolean): number {
    let low = smallest;
    let high = Math.max(smallest, Math.floor(largest));
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (fits(middle)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/** Below this share of the size it could have, a text that may not break its words is broken after all. */
const worthBreaking = 0.6;

/** Browsers round the two sides of a comparison separately. */
const rounding = 1;

/**
 * Gives `text` the largest size in CSS pixels at which it stays inside `box`. Words are kept whole unless one of them
 * (an address, a row of letters) would force all the others to be small. A text that does not even fit in the smallest
 * size ends in an ellipsis after the last whole line, unless it is to be left whole.
 *
 * @returns whether all of it is inside
 */
export function fitInto(
    box: HTMLElement,
    text: HTMLElement,
    smallest: number,
    largest: number,
    leftWhole = false,
): boolean {
    const { style } = text;
    const isTooHigh = () => text.offsetHeight > box.clientHeight + rounding;
    const isTooWide = () => text.scrollWidth > box.clientWidth + rounding;
    const search = (wrap: 'normal' | 'anywhere') => {
        style.overflowWrap = wrap;
        return largestThatFits(smallest, largest, (size) => {
            style.fontSize = `${size}px`;
            return !isTooHigh() && !isTooWide();
        });
    };
    style.display = 'block';
    const broken = search('anywhere');
    const whole = search('normal');
    style.fontSize = `${whole}px`;
    if (whole < broken * worthBreaking || isTooWide()) {
        style.overflowWrap = 'anywhere';
        style.fontSize = `${broken}px`;
    }
    if (!isTooHigh()) {
        return true;
    }
    if (!leftWhole) {
        const lines = Math.max(1, Math.floor(box.clientHeight / Number.parseFloat(getComputedStyle(text).lineHeight)));
        style.display = '-webkit-box';
        style.overflow = 'hidden';
        style.setProperty('-webkit-box-orient', 'vertical');
        style.setProperty('-webkit-line-clamp', String(lines));
    }
    return false;
}
