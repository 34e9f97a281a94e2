/** The settings that say whose tokens are taken. */
interface OidcSettings {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_AUDIENCE?: string | undefined;
  readonly OIDC_SCOPES_CLAIM?: string | undefined;
  readonly OIDC_SCOPES_PREFIX?: string | undefined;
}

/** What is wrong with these settings together, without their values; each begins with the name of a setting. */
export function oidcProblems(settings: OidcSettings): string[] {
  const { OIDC_ISSUER: issuer } = settings;
  const given = (['OIDC_AUDIENCE', 'OIDC_SCOPES_CLAIM', 'OIDC_SCOPES_PREFIX'] as const).filter(
    (name) => settings[name] !== undefined,
  );
  if (issuer === undefined) return given.map((name) => `${name}: needs OIDC_ISSUER`);
  return (['OIDC_AUDIENCE', 'OIDC_SCOPES_CLAIM'] as const)
    .filter((name) => !given.includes(name))
    .map((name) => `OIDC_ISSUER: needs ${name}`);
}
