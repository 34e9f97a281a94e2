import { useState } from 'preact/hooks';
import { hrefWith } from '../../route';

interface Props {
  /** What the address must name, too, to show the same figures tomorrow, such as the report that is shown by default. */
  readonly pins?: () => Readonly<Record<string, string>>;
}

/** Copies an address that shows the same figures tomorrow. Where the browser does not let it, the address is shown instead. */
export function CopyLink({ pins = () => ({}) }: Props) {
  const [link, setLink] = useState('');
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    const address = new URL(hrefWith(pins()), location.href).href;
    setLink(address);
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div class="copy">
      <button type="button" class="secondary outline" onClick={() => void copy()}>
        Copy link
      </button>
      {link !== '' && !isCopied && (
        <input
          aria-label="Link to these figures"
          readOnly
          value={link}
          onFocus={({ currentTarget }) => {
            currentTarget.select();
          }}
        />
      )}
      <span role="status" class="quiet">
        {isCopied ? '✓ Copied' : ''}
      </span>
    </div>
  );
}
