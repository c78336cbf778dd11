"""What browsers are told to refuse: the policy of each page, and settings for web servers."""
