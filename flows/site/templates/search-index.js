window.zhanbiIndex = {{ index | svg }};
