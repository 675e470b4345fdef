/// What remains of an information session for its hosts: today all questions as a table for spreadsheets. Start
/// with [org.rostrum.archive.QuestionTable].
@NullMarked
package org.rostrum.archive;

import org.jspecify.annotations.NullMarked;
