/**
 * What a source may cost. An archive comes from a stranger, and an unpacked one can be a thousand
 * times its size.
 */
export interface OatutorLimits {
  /** A larger file is skipped and reported. */
  fileBytes: number;
  /** More files, folders and links than this end the read. */
  entries: number;
  /** More unpacked bytes than this end the read; in an archive its own headers count too. */
  totalBytes: number;
}

/**
 * The largest file of OpenStax Elementary Algebra is its 195 kB skill model; its 7,075 files make
 * 7.2 MB, and 11.6 MB unpacked with the headers of the archive. A content pool of many courses
 * still fits.
 */
export const DEFAULT_LIMITS: OatutorLimits = {
  fileBytes: 4 * 1024 * 1024,
  entries: 200_000,
  totalBytes: 256 * 1024 * 1024,
};
