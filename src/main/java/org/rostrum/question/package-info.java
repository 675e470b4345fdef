/// A question's life: the row as a value ([org.rostrum.question.QuestionRow]), the commands
/// ([org.rostrum.question.QuestionCommand]), the pure rules that decide them ([org.rostrum.question.Life], start
/// there), and the repository that stores rows and texts ([org.rostrum.question.Questions]).
@NullMarked
package org.rostrum.question;

import org.jspecify.annotations.NullMarked;
