/**
 * What the applicant's window may ask, and nothing else: the next view after the one it has, and his answers. Every
 * answer names the question it answers and gives the view that follows.
 */
import type { ApplicantView, InkView } from "./types";

export interface ApplicantHost {
  next(seen: number): Promise<ApplicantView>;
  consent(serial: number, agreed: string[]): Promise<ApplicantView>;
  doubt(serial: number, keys: string[]): Promise<ApplicantView>;
  read(serial: number, place: number): Promise<ApplicantView>;
  pen(serial: number): Promise<ApplicantView>;
  sign(serial: number, digest: string, ink: InkView | null): Promise<ApplicantView>;
  rate(serial: number, level: string, reasons: string[], words: string): Promise<ApplicantView>;
  stay(serial: number): Promise<ApplicantView>;
}
