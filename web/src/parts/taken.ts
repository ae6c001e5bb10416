/** What a chooser of files offers; what a file is, its first bytes say (`scanners/src/files`). */
export const takenFiles =
  ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.heic,.heif,application/pdf,image/jpeg,image/png,image/tiff,image/heic,image/heif";
