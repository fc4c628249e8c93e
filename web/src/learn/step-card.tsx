import { useMutation } from '@apollo/client/react';
import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';

import { wordsFor } from '../graph/errors.js';
import { repeatable } from '../graph/graph.js';
import { MathText, plainText } from '../parts/math-text.js';
import { Notice } from '../parts/notice.js';
import { newKey } from '../session/keys.js';
import { Hints } from './hints.js';
import {
  requestHintDocument,
  submitResponseDocument,
  type Attempt,
  type AttemptStep,
} from './learn-documents.js';

/** One question of a problem: its answer field, what became of the answers, and its hints. */
export function StepCard({
  attemptId,
  attemptStep: { step, open, responses, hints, hintsLeft },
  problemTitle,
  isClosed,
  onAttempt,
}: {
  attemptId: string;
  attemptStep: AttemptStep;
  problemTitle: string;
  isClosed: boolean;
  onAttempt: (attempt: Attempt) => void;
}) {
  const [answer, setAnswer] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const [submitResponse, submitting] = useMutation(submitResponseDocument, { context: repeatable });
  const [requestHint, asking] = useMutation(requestHintDocument);
  /** The key of the answer on its way: sent again with it, the answer counts once. */
  const sent = useRef<{ answer: string; key: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const last = responses.at(-1);
  const right = responses.find((response) => response.correct);

  const wrongId = last?.correct === false ? last.id : undefined;

  useEffect(() => {
    if (wrongId !== undefined) field.current?.select();
  }, [wrongId]);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (answer.trim() === '') return;
    if (sent.current?.answer !== answer) sent.current = { answer, key: newKey() };
    setProblem(null);
    setUnreadable(null);
    try {
      const { data } = await submitResponse({
        variables: {
          input: { attemptId, stepId: step.id, response: answer, clientKey: sent.current.key },
        },
      });
      // It has arrived: the same words once more are another answer.
      sent.current = null;
      if (data?.submitResponse.__typename === 'SubmitResponseSuccess') {
        onAttempt(data.submitResponse.attempt);
      } else if (data?.submitResponse.__typename === 'ResponseUnreadableError') {
        setUnreadable(data.submitResponse.message);
        field.current?.select();
      } else if (data) setProblem(data.submitResponse.message);
    } catch (error) {
      setProblem(wordsFor(error));
    }
  }

  async function hint() {
    setProblem(null);
    try {
      const { data } = await requestHint({ variables: { input: { attemptId, stepId: step.id } } });
      if (data?.requestHint.__typename === 'RequestHintSuccess') {
        onAttempt(data.requestHint.attempt);
      } else if (data) setProblem(data.requestHint.message);
    } catch (error) {
      setProblem(wordsFor(error));
    }
  }

  const showsTitle = step.title !== '' && step.title !== problemTitle;
  const question = plainText(step.title || problemTitle);
  return (
    <div className="step">
      {showsTitle && (
        <h3 id={`${id}-title`}>
          <MathText text={step.title} />
        </h3>
      )}
      {step.body !== '' && (
        <p className="prose">
          <MathText text={step.body} />
        </p>
      )}
      {open && step.kind === 'RECORDED' && (
        <p className="muted">This one is answered elsewhere; its outcome will appear here.</p>
      )}
      {open && step.kind !== 'RECORDED' && (
        <form className="answer" onSubmit={submit} aria-busy={submitting.loading}>
          {step.kind === 'CHOICE' ? (
            <fieldset className="choices">
              <legend className="visually-hidden">{question}</legend>
              {step.choices.map((choice) => (
                <label key={choice} className="choice">
                  <input
                    type="radio"
                    name={`${id}-choice`}
                    value={choice}
                    checked={answer === choice}
                    onChange={() => setAnswer(choice)}
                  />
                  <span>
                    <MathText text={choice} />
                  </span>
                </label>
              ))}
            </fieldset>
          ) : (
            <div className="answer-field">
              <label htmlFor={`${id}-answer`}>Your answer</label>
              <input
                ref={field}
                id={`${id}-answer`}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                maxLength={2_000}
                placeholder={step.kind === 'ALGEBRA' ? 'such as 3/4 or 2x+1' : undefined}
                aria-describedby={`${id}-feedback`}
                aria-invalid={last !== undefined && !last.correct}
                value={answer}
                onChange={(event) => setAnswer(event.target.value)}
              />
            </div>
          )}
          <div className="answer-actions">
            <button
              type="submit"
              className="button button-main"
              disabled={submitting.loading || answer.trim() === ''}
            >
              {submitting.loading ? 'Checking…' : 'Check'}
            </button>
            {step.hintCount > 0 && (
              <button
                type="button"
                className="button"
                disabled={asking.loading || hintsLeft === 0}
                title={
                  responses.length === 0
                    ? 'A hint before the first answer counts in mastery'
                    : undefined
                }
                onClick={hint}
              >
                {hintsLeft > 0 ? `Hint (${hintsLeft} left)` : 'No hints left'}
              </button>
            )}
          </div>
        </form>
      )}
      {problem !== null && <Notice tone="error">{problem}</Notice>}
      <div id={`${id}-feedback`} className="feedback" role="status">
        {unreadable !== null ? (
          <p className="verdict verdict-unread">{unreadable}</p>
        ) : (
          last && <Feedback last={last} tries={responses.length} />
        )}
      </div>
      {(right ?? (isClosed && last)) && (
        <p className="answered">
          <span className="muted">Your answer:</span>{' '}
          <MathText text={(right ?? last)?.response ?? '–'} />
        </p>
      )}
      <Hints hints={hints} />
    </div>
  );
}

function Feedback({
  last: { id, correct, response },
  tries,
}: {
  last: AttemptStep['responses'][number];
  tries: number;
}) {
  // The key makes it move, and be said, again for each answer.
  if (correct) {
    return (
      <p key={id} className="verdict verdict-right">
        {tries === 1 ? 'Correct.' : `Correct, on try ${tries}.`}
      </p>
    );
  }
  return (
    <p key={id} className="verdict verdict-wrong">
      Not yet: {response === null ? 'that' : <MathText text={response} />} is not right. Try again,
      or take a hint.
    </p>
  );
}
