import { useMutation } from '@tanstack/preact-query';
import { useContext, useRef } from 'preact/hooks';
import { api, dataOf, queries } from '../api/client';
import { Problem } from '../api/problem';
import { CurrentRoute, goTo, href } from '../route';
import { Field, invalid } from '../ui/field';
import { Failure } from '../ui/loaded';

const ERROR = 'log-in-error';

/** Why a log-in at the OpenID provider failed, by the code with which the service leads back here. */
const OIDC_FAILURES: Readonly<Record<string, string>> = {
  log_in_failed: 'The log-in with your account failed: it was refused, or it began in another browser. Try again.',
  service_unavailable:
    'The log-in with your account is not available, as the provider does not answer. Try again later.',
  rate_limited: 'There were too many attempts to log in. Try again in a minute.',
};
const OTHER_FAILURE = 'The log-in with your account failed. Try again.';

interface Props {
  readonly hasOidc: boolean;
  /** That of a visitor who is logged in and still may not read. */
  readonly name: string | undefined;
}

/** Asks for a key, or leads to the OpenID provider. The service then keeps it for the browser in a cookie that no script can read. */
export function LogIn({ hasOidc, name }: Props) {
  const key = useRef<HTMLInputElement>(null);
  const oidcError = useContext(CurrentRoute).query.get('log_in_error');
  const logIn = useMutation({
    mutationFn: (secret: string) => dataOf(api.POST('/session', { body: { key: secret } })),
    onSuccess: () => {
      if (oidcError !== null) goTo(href([]), 'replace');
      return queries.resetQueries();
    },
  });
  return (
    <>
      <h1>Log in</h1>
      {name !== undefined && (
        <Failure error={new Problem(`${name} is logged in but lacks the scope read, which this page needs.`)} />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          logIn.mutate(key.current?.value.trim() ?? '');
        }}
      >
        <Field label="API key with the scope read">
          <input
            ref={key}
            type="password"
            autocomplete="current-password"
            required
            {...invalid(logIn.isError, ERROR)}
          />
        </Field>
        {logIn.error && <Failure id={ERROR} error={logIn.error} />}
        <button type="submit" disabled={logIn.isPending}>
          Log in
        </button>
      </form>
      {oidcError !== null && <Failure error={new Problem(OIDC_FAILURES[oidcError] ?? OTHER_FAILURE)} />}
      {hasOidc && (
        <p>
          <a href="session/oidc">Log in with your account</a>
        </p>
      )}
    </>
  );
}
