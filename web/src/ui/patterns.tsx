/** The patterns that tell states apart without colour; once on a page. */
export function Patterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="ground" width="6" height="6" />
        <rect class="stripe" width="2.5" height="6" />
      </pattern>
      <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle class="dot" cx="3" cy="3" r="1.3" />
      </pattern>
      <pattern id="grid" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="grid" d="M0 0H6M0 0V6" />
      </pattern>
    </svg>
  );
}
