import { useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { adviceOn, type Problem, problemOf } from '../../api/problem-error.ts';
import { keepAddressBeforeSignIn } from '../../shell/before-sign-in.ts';
import { Logo } from '../../shell/logo.tsx';
import { Button } from '../../ui/button.tsx';
import { sessionLink } from './session-link.ts';
import './sign-in.css';

/** For who has no session: where the link is found, and a field for a token that makes one. */
export function SignInPlace(): ReactNode {
  const { back } = useSearch({ from: '/sign-in' });
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token !== 'string' || token.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    try {
      if (back !== undefined) keepAddressBeforeSignIn(back);
      location.assign(await sessionLink(token.trim()));
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="brand">
        <Logo />
        Hearth
      </div>
      <h1>Sign in</h1>
      <section>
        <h2>With the link</h2>
        <p className="muted">
          The server printed one when it started. It works once, for ten minutes. Another is made on the machine of the
          server:
        </p>
        <pre className="sign-in-command">npx hearth link</pre>
      </section>
      <form onSubmit={(event) => void signIn(event)}>
        <h2>With a token</h2>
        <label className="muted" htmlFor="token">
          A token that may read a project. The admin token was shown at the first start.
        </label>
        <div className="row">
          <span className={`field grow${problem === undefined ? '' : ' field-invalid'}`}>
            <input id="token" name="token" type="password" autoComplete="off" spellCheck={false} required />
          </span>
          <Button type="submit" look="primary" disabled={isBusy}>
            Sign in
          </Button>
        </div>
        {problem !== undefined && (
          <p className="sign-in-problem" role="alert">
            <span className="mono">{problem.detail}</span> {adviceOn(problem)}
          </p>
        )}
      </form>
    </main>
  );
}
