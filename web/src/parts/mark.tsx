/** The mark: a small portico. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="mark-ground" />
      <path
        className="mark-figure"
        d="M6 13 16 6.5 26 13zM8 15h3v8H8zm6.5 0h3v8h-3zm6.5 0h3v8h-3zM6 24.5h20V27H6z"
      />
    </svg>
  );
}
