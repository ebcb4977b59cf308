// Before the page is painted: what is about to be filtered or folded stays unseen until it is.
document.documentElement.classList.add("wait");
