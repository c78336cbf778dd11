"""What a page tells machines about itself: the tags of 《政府网站发展指引》, and linked data.

Only what the notice or mkdocs.yml states; what is not stated is left out, never made up.
"""
