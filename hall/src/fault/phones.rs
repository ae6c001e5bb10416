//! What the hall says of files from telephones; what a telephone is told is read by the applicant.

use cases::error::Trouble;

use super::Fault;

faults! {
    no_phones 409 "YC-2370"
        "本厅没有开通手机上传，没有出示二维码。请用高拍仪、扫描仪，或导入文件。"
        "This hall takes nothing from telephones; no QR code was shown. Use the camera, the scanner or a file.";
    no_basket 404 "YC-2371"
        "二维码已失效，没有文件送到。请窗口人员重新出示二维码。"
        "The QR code has ended; no file arrived. Ask the clerk to show it anew.";
    basket_full 409 "YC-2372"
        "已传的文件窗口还没有收完，这个文件没有送到。请稍后再传。"
        "The window has not taken in what was sent before; this file did not arrive. Send it again in a while.";
    phone_file_too_large 413 "YC-2373"
        "文件超过 20 MB，没有送到。请分成几个文件，或改小后再传。"
        "The file is larger than 20 MB and did not arrive. Split it or make it smaller, and send it again.";
    phone_file_cut 400 "YC-2374"
        "文件没有传完，没有送到。请再传一次。"
        "The file broke off and did not arrive. Send it again.";
    no_phone_file 404 "YC-2375"
        "这个文件已经处理过，或不在收件箱里。"
        "This file was dealt with before, or is not in the basket.";
    phones_busy 503 "YC-2376"
        "传文件的人较多，这个文件没有送到。请稍后再传。"
        "Many are sending files; this one did not arrive. Send it again in a while.";
}
