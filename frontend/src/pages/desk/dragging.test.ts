import { expect, test } from 'vitest';
import { dropPlace } from './dragging';

test.each([
    [0, 2, 2],
    [0, 3, 3],
    [2, 0, 1],
    [2, 1, 2],
    [1, 1, 2],
    [1, 2, 2],
])('a row from %i dropped into gap %i gets place %i', (from, gap, place) => {
    expect(dropPlace(from, gap)).toBe(place);
});
