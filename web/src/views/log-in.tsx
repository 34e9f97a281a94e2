import { useMutation } from '@tanstack/preact-query';
import { useRef } from 'preact/hooks';
import { api, dataOf, queries } from '../api/client';
import { Field, invalid } from '../ui/field';
import { Failure } from '../ui/loaded';

const ERROR = 'log-in-error';

/** Asks for a key, or leads to the OpenID provider. The service then keeps it for the browser in a cookie that no script can read. */
export function LogIn({ hasOidc }: { readonly hasOidc: boolean }) {
  const key = useRef<HTMLInputElement>(null);
  const logIn = useMutation({
    mutationFn: (secret: string) => dataOf(api.POST('/session', { body: { key: secret } })),
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <>
      <h1>Log in</h1>
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
      {hasOidc && (
        <p>
          <a href="/session/oidc">Log in with your account</a>
        </p>
      )}
    </>
  );
}
